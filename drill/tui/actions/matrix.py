"""The keys that move about the matrix: to a cell, to a team, to what is due next."""

from __future__ import annotations

from drill.session.panes.matrix import Cell, Row, Spot
from drill.tui.actions.base import RoomScreen
from drill.tui.widgets.matrix import MatrixGrid


class MatrixKeys(RoomScreen):
    """A screen with a matrix."""

    @property
    def grid(self) -> MatrixGrid:
        """The cells."""
        return self.query_one(MatrixGrid)

    def chosen_cell(self) -> tuple[Spot, Row, Cell, str] | None:
        """The cell under the cursor."""
        matrix, spot = self.grid.matrix, self.grid.spot
        if spot.row >= len(matrix.rows) or spot.column >= len(matrix.teams):
            self.tell("nothing is expected yet", bad=True)
            return None
        return spot, matrix.rows[spot.row], matrix.cell(spot), matrix.teams[spot.column]

    def on_matrix_grid_moved(self, event: MatrixGrid.Moved) -> None:
        """Moving to another team's column chooses that team."""
        team = self.grid.matrix.teams[event.spot.column] if self.grid.matrix.teams else None
        if event.by_hand and team is not None and self.room.team is not None and team != self.room.team:
            self.room.team = team
            self.show()

    def action_next_due(self) -> None:
        """To the cell whose deadline comes next."""
        spot = self.grid.matrix.next_due(self.live.now)
        if spot is None:
            self.tell("nothing is due", bad=True)
            return
        self.grid.put_cursor(spot)
        self.grid.focus()

    def action_team(self, number: int) -> None:
        """Choose a team by its digit; 0 is all of them."""
        teams = self.room.state.opened.teams
        if number > len(teams):
            self.tell(f"there {'is 1 team' if len(teams) == 1 else f'are {len(teams)} teams'}", bad=True)
            return
        self.room.team = teams[number - 1] if number else None
        if number:
            self.grid.put_cursor(Spot(self.grid.spot.row, number - 1))
        self.show()
