"""Fills the table that says, for each kind of member, which function makes its source in the builder."""

from views.compiling.below import page_told, subject_told
from views.compiling.links import list_told
from views.compiling.member import Column, Derived, Identity, JoinedRow, Many, Pages, Reference, References, Subject
from views.compiling.objects import TELL, Objects

TELL.update(
    {
        Identity: Objects.identity_told,
        Column: Objects.column_told,
        Reference: Objects.reference_told,
        References: Objects.reference_told,
        JoinedRow: Objects.row_told,
        Derived: Objects.derived_told,
        Many: list_told,
        Pages: page_told,
        Subject: subject_told,
    }
)
