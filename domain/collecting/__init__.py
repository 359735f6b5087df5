"""Collecting: service events, the right to rate them (invitations, proofs), and the forms with tags."""

from domain.collecting.invitations import OpenInvitation, find_invitation, hand_out, open_invitation
from domain.collecting.recording import Recorded, record
from domain.collecting.reported import NewServiceEvent

__all__ = ["NewServiceEvent", "OpenInvitation", "Recorded", "find_invitation", "hand_out", "open_invitation", "record"]
