"""Collecting: what happened (service events), the right to rate it (invitations, proofs), and what is asked (forms,
tags).
"""

from domain.collecting.invitations import OpenInvitation, find_invitation, hand_out, open_invitation
from domain.collecting.recording import Recorded, record
from domain.collecting.reported import NewServiceEvent

__all__ = ["NewServiceEvent", "OpenInvitation", "Recorded", "find_invitation", "hand_out", "open_invitation", "record"]
