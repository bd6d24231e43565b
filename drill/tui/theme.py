"""Colours: calm ones for a long evening, dark and light. A sign always says the same as a colour does."""

from __future__ import annotations

from textual.theme import Theme

DARK = Theme(
    name="drill-dark",
    primary="#7fa8d1",
    secondary="#9aa7b4",
    accent="#d9b26f",
    foreground="#d5dae1",
    background="#12151a",
    surface="#171b21",
    panel="#1f252d",
    success="#8dbd8b",
    warning="#d9b26f",
    error="#e2786b",
    dark=True,
    variables={
        "text-muted": "#8792a0",
        "border-blurred": "#343d49",
        "border": "#7fa8d1",
        "scrollbar": "#343d49",
        "scrollbar-background": "#171b21",
        "scrollbar-background-hover": "#171b21",
        "scrollbar-background-active": "#171b21",
        "input-cursor-background": "#d9b26f",
        "input-cursor-foreground": "#12151a",
        "footer-key-foreground": "#d9b26f",
    },
)

LIGHT = Theme(
    name="drill-light",
    primary="#2f5f8f",
    secondary="#5a6672",
    accent="#8a5a00",
    foreground="#22272e",
    background="#f6f5f1",
    surface="#fdfcf9",
    panel="#e8e6df",
    success="#2c6e3f",
    warning="#8a5a00",
    error="#a8321f",
    dark=False,
    variables={
        "text-muted": "#6b7280",
        "border-blurred": "#c9c5b9",
        "border": "#2f5f8f",
        "scrollbar": "#c9c5b9",
        "scrollbar-background": "#fdfcf9",
        "scrollbar-background-hover": "#fdfcf9",
        "scrollbar-background-active": "#fdfcf9",
        "footer-key-foreground": "#8a5a00",
    },
)

THEMES = (DARK, LIGHT)
