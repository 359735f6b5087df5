"""All addresses of the public pages."""

from starlette.routing import Route

from citizen_ui import front
from citizen_ui.board import embed, open_data
from citizen_ui.board import page as board
from citizen_ui.board import scope as board_scope
from citizen_ui.progress import page as progress
from citizen_ui.rating import page as ratings
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
    Route("/board/agencies", board_scope.agencies, name="board-agencies", methods=["GET"]),
    Route("/board/how", board_scope.how, name="board-how", methods=["GET"]),
    Route("/board/open-data", open_data.show, name="open-data", methods=["GET"]),
    Route("/board/open-data.csv", open_data.as_csv, name="open-data-csv", methods=["GET"]),
    Route("/board/open-data.json", open_data.as_json, name="open-data-json", methods=["GET"]),
    Route("/board/embed/city", embed.show, name="board-embed-city", methods=["GET"]),
    Route("/board/embed/city/events", embed.events, methods=["GET"]),
    Route("/board/embed/{folder}/{code}", embed.show, name="board-embed", methods=["GET"]),
    Route("/board/embed/{folder}/{code}/events", embed.events, methods=["GET"]),
    Route("/board/{folder}/{code}", board_scope.show, name="board-scope", methods=["GET"]),
    Route("/board/{folder}/{code}/events", board_scope.events, methods=["GET"]),
]
