"""A failure at the officials' door keeps the frame of whoever is signed in, and shows nobody else one."""

import pytest

from admin_ui import access
from tests.admin.conftest import Enter, Official


async def test_whoever_is_signed_in_keeps_the_frame(enter: Enter) -> None:
    officer = await enter("officer")
    missing = await officer.client.get("/admin/nowhere")
    forbidden = await officer.client.post("/admin/session/role", data={"csrf": "old"})
    for answer, status, words in ((missing, 404, "找不到这个页面"), (forbidden, 403, "这件事不能这样办")):
        assert answer.status_code == status
        assert words in answer.text
        assert 'class="side-brand"' in answer.text
        assert "林专员" in answer.text


async def test_a_stranger_is_shown_the_plain_page(stranger: Official) -> None:
    answer = await stranger.client.get("/admin/nowhere")
    assert answer.status_code == 404
    assert "找不到这个页面" in answer.text
    assert "side-brand" not in answer.text


async def test_a_frame_that_cannot_be_drawn_hides_no_failure(enter: Enter, monkeypatch: pytest.MonkeyPatch) -> None:
    officer = await enter("officer")

    async def away(request: object) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(access, "visitor", away)
    answer = await officer.client.get("/admin/nowhere")
    assert answer.status_code == 404
    assert "找不到这个页面" in answer.text
