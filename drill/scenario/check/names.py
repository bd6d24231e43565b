"""Names that a scenario uses and its plan, or the scenario itself, does not define."""

from __future__ import annotations

from collections.abc import Iterator

from drill.files.diagnostics import Severity, did_you_mean
from drill.files.document import Path
from drill.files.rulebook import Problem, meant, repeated_ids
from drill.plan.model import Plan
from drill.scenario.check.book import SCENARIO_RULES, Setting
from drill.scenario.check.texts import unfilled
from drill.scenario.fit import Fit
from drill.scenario.model import FitMap, Scenario
from drill.scenario.references import Reference, conditions, mapped_names, references


@SCENARIO_RULES.rule("unknown-role", Severity.ERROR)
def unknown_role(setting: Setting) -> Iterator[Problem]:
    """Or: the scenario's own plan has no such role, neither by its id nor by what it `is`."""
    return _missing_from_own_plan(setting, "role")


@SCENARIO_RULES.rule("unknown-step", Severity.ERROR)
def unknown_step(setting: Setting) -> Iterator[Problem]:
    """Or: the scenario's workflows in its own plan have no such step, neither by its id nor by its milestone."""
    return _missing_from_own_plan(setting, "step")


@SCENARIO_RULES.rule("unknown-person", Severity.ERROR)
def unknown_person(setting: Setting) -> Iterator[Problem]:
    """Or: the scenario's own plan has no such person."""
    return _missing_from_own_plan(setting, "person")


@SCENARIO_RULES.rule("unknown-workflow", Severity.ERROR)
def unknown_workflow(setting: Setting) -> Iterator[Problem]:
    """A workflow is named that the scenario's own plan does not have.

    Steps would be looked up in whatever workflows the plan has. Correct the name, or
    write the workflow.
    """
    return _missing_from_own_plan(setting, "workflow")


@SCENARIO_RULES.rule("unknown-account", Severity.ERROR)
def unknown_account(setting: Setting) -> Iterator[Problem]:
    """An inject is `about` an account that the scenario's own plan does not have.

    Nobody owns it, so a step `per: account` could be done on it by nobody. Add it to
    the plan's `accounts`, or correct the handle. Somebody else's account, such as an
    impersonator's, belongs in `from` or in the text.
    """
    return _missing_from_own_plan(setting, "account")


@SCENARIO_RULES.rule("not-in-plan", Severity.WARNING)
def not_in_plan(setting: Setting) -> Iterator[Problem]:
    """The plan that the scenario is checked on lacks something that the scenario names.

    A scenario travels: on another plan, what that plan does not have is listed before
    the start, left out of the play, and is a finding about the plan. If the plan has
    it under another name, say so under `fit`, or in a file given with ``--fit``.
    """
    if setting.fit is not None and not setting.own_plan:
        for reference in references(setting.scenario):
            yield from _missing(setting.fit, reference)
        for reference, target in mapped_names(setting.scenario.fit):
            yield from bad_target(setting.fit, reference, target)
        yield from unfilled(setting.scenario, setting.fit)


def _missing_from_own_plan(setting: Setting, kind: str) -> Iterator[Problem]:
    if setting.fit is not None and setting.own_plan:
        for reference in references(setting.scenario):
            if reference.kind == kind:
                yield from _missing(setting.fit, reference)
        for reference, target in mapped_names(setting.scenario.fit):
            if reference.kind == kind:
                yield from bad_target(setting.fit, reference, target)


def _missing(fit: Fit, reference: Reference) -> Iterator[Problem]:
    if not _is_known(fit, reference):
        hint = meant(reference.name, _known(fit, reference.kind), fit.plan.document, elsewhere=True)
        yield Problem(reference.path, f'the plan "{fit.plan.plan}" has no {reference.kind} "{reference.name}"', hint)


def bad_target(fit: Fit, reference: Reference, target: str) -> Iterator[Problem]:
    """The plan must have what a line of a fit map stands for."""
    known = dict(_known(fit, reference.kind))
    if target not in known:
        hint = meant(target, known.items(), fit.plan.document, elsewhere=True)
        message = f'"{reference.name}" is to be the {reference.kind} "{target}", which the plan does not have'
        yield Problem(reference.path, message, hint)


def _is_known(fit: Fit, reference: Reference) -> bool:
    match reference.kind:
        case "role":
            return fit.role(reference.name) is not None
        case "step":
            return fit.step(reference.name, reference.workflow) is not None
        case "workflow":
            return fit.workflow(reference.name) is not None
        case "account":
            return fit.account(reference.name) in fit.plan.accounts
        case _:
            return reference.name in fit.plan.people


def _known(fit: Fit, kind: str) -> Iterator[tuple[str, Path]]:
    """Every name that a scenario may use for something of the plan, and where it is defined."""
    plan: Plan = fit.plan
    if kind == "role":
        yield from ((role.is_, role.path) for role in plan.roles.values() if role.is_)
        yield from ((role_id, role.path) for role_id, role in plan.roles.items())
    elif kind == "step":
        steps = [pair for name in fit.workflows for pair in plan.workflows[name].steps.items()]
        yield from ((step.is_, step.path) for _, step in steps if step.is_)
        yield from ((step_id, step.path) for step_id, step in steps)
    else:
        group = {"workflow": "workflows", "account": "accounts", "person": "people"}[kind]
        yield from ((name, (group, name)) for name in getattr(plan, group))


@SCENARIO_RULES.rule("unused-fit", Severity.WARNING)
def unused_fit(setting: Setting) -> Iterator[Problem]:
    """A fit map has a line for a name that the scenario does not use.

    It changes nothing, and is most likely misspelt. Write the scenario's name on the
    left, the plan's on the right.
    """
    yield from unused_lines(setting.scenario, setting.scenario.fit)


def unused_lines(scenario: Scenario, fit: FitMap) -> Iterator[Problem]:
    """The lines of a fit map for names that the scenario does not use."""
    used = {(reference.kind, reference.name) for reference in references(scenario)}
    for reference, _ in mapped_names(fit):
        if (reference.kind, reference.name) not in used:
            hint = did_you_mean(reference.name, (name for kind, name in used if kind == reference.kind))
            message = f'the scenario names no {reference.kind} "{reference.name}"'
            yield Problem(reference.path, message, hint, on_key=True)


@SCENARIO_RULES.rule("unknown-objective", Severity.ERROR)
def unknown_objective(setting: Setting) -> Iterator[Problem]:
    """An inject serves an objective that the scenario does not have.

    What the team does would count for none. Add it to `objectives`, or correct the
    name.
    """
    scenario = setting.scenario
    known = [(name, objective.path) for name, objective in scenario.objectives.items()]
    for inject in scenario.injects:
        if inject.objective is not None and inject.objective not in scenario.objectives:
            hint = meant(inject.objective, known, scenario.document)
            yield Problem((*inject.path, "objective"), f'there is no objective "{inject.objective}"', hint)


@SCENARIO_RULES.rule("unknown-inject", Severity.ERROR)
def unknown_inject(setting: Setting) -> Iterator[Problem]:
    """A condition waits for an inject that the scenario does not have.

    It could never hold. Correct the name, or write the inject.
    """
    scenario = setting.scenario
    known = [(inject.id, (*inject.path, "id")) for inject in scenario.injects]
    for inject in scenario.injects:
        for part in conditions(inject):
            for key in ("delivered", "decided"):
                value = getattr(part, key)
                name = next(iter(value)) if isinstance(value, dict) else value
                if name is not None and name not in setting.injects:
                    hint = meant(name, known, scenario.document)
                    yield Problem((*part.path, key), f'there is no inject "{name}"', hint)


@SCENARIO_RULES.rule("unknown-option", Severity.ERROR)
def unknown_option(setting: Setting) -> Iterator[Problem]:
    """A condition waits for a decision, or for an option of one, that its inject does not have.

    It could never hold. Correct the name, or give the inject the decision.
    """
    injects = setting.scenario.injects
    for inject in injects:
        for part in conditions(inject):
            if part.decided is None:
                continue
            name, option = next(iter(part.decided.items())) if isinstance(part.decided, dict) else (part.decided, None)
            asked = injects[setting.injects[name]] if name in setting.injects else None
            if asked is not None and asked.decision is None:
                yield Problem((*part.path, "decided"), f'"{name}" asks for no decision')
            elif asked is not None and asked.decision is not None and option not in (None, *asked.decision.options):
                hint = did_you_mean(option or "", asked.decision.options)
                yield Problem((*part.path, "decided"), f'the decision of "{name}" has no option "{option}"', hint)


@SCENARIO_RULES.rule("duplicate-id", Severity.ERROR)
def duplicate_id(setting: Setting) -> Iterator[Problem]:
    """Two entries of a list have the same id."""
    scenario = setting.scenario
    for kind, entries in (("inject", scenario.injects), ("phase", scenario.phases)):
        yield from repeated_ids(((one.id, (*one.path, "id")) for one in entries), kind, scenario.document)
