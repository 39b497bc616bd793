"""How an answer sounded: pace, pauses, how long it took to begin, questions, hedges, fillers, loudness.

Every figure is None where it cannot be known (a typed answer has no pace), and ``Delivery.doubts`` says which others
can't be trusted, and why. Nothing here infers what anybody feels.
"""

from coachdesk.analysis.delivery.fillers import Filler, Fillers
from coachdesk.analysis.delivery.hedges import Hedge
from coachdesk.analysis.delivery.measure import Delivery, measure
from coachdesk.analysis.delivery.questions import Questions

__all__ = ["Delivery", "Filler", "Fillers", "Hedge", "Questions", "measure"]
