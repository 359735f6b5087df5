"""Every address of the public's door."""

from starlette.routing import Route

from citizen_ui.pages import board, front, progress, ratings
from citizen_ui.words import WORDS
from web import catalogue

catalogue.add(WORDS)

routes = [
    Route("/", front.show, name="front"),
    Route("/rate/{proof}", ratings.ask, name="rate", methods=["GET"]),
    Route("/rate/{proof}", ratings.answer, methods=["POST"]),
    Route("/progress", progress.look_up, name="progress-lookup", methods=["GET"]),
    Route("/progress", progress.find, methods=["POST"]),
    Route("/progress/{receipt}", progress.show, name="progress", methods=["GET"]),
    Route("/board", board.show, name="board", methods=["GET"]),
    Route("/board/events", board.events, name="board-events", methods=["GET"]),
]
