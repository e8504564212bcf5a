"""What a clerk writes with, in chromium: nothing is lost, pictures and files come in, remarks stand beside the text."""

from __future__ import annotations

import io
import re
from base64 import b64encode

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.web.browser.conftest import Quiet
from tests.web.browser.looking import look
from tests.web.browser.test_editor import PASTE, edit, text
from tests.web.browser.test_work import act, drafted, inbox, write

pytestmark = [pytest.mark.browser, pytest.mark.once]

DROP = """(element, [kind, name, base64]) => {
    const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
    const data = new DataTransfer();
    data.items.add(new File([bytes], name, { type: kind }));
    const box = element.getBoundingClientRect();
    const at = { clientX: box.left + 9, clientY: box.top + 9, bubbles: true, cancelable: true };
    const event = new DragEvent("drop", { dataTransfer: data, ...at });
    element.dispatchEvent(event);
}"""


def png() -> bytes:
    made = io.BytesIO()
    Image.new("RGB", (900, 300), "#0b57a4").save(made, "PNG")
    return made.getvalue()


def base64(content: bytes) -> str:
    return b64encode(content).decode()


def asked(page: Page) -> list[str]:
    """What the browser asks from now on, each answered with staying."""
    found: list[str] = []

    def stay(dialog: object) -> None:
        found.append(dialog.type)  # type: ignore[attr-defined]
        dialog.dismiss()  # type: ignore[attr-defined]

    page.on("dialog", stay)
    return found


def test_what_is_typed_at_once_is_kept_and_leaving_before_asks(quiet: Quiet) -> None:
    page = quiet("handler@civil", but="ERR_FAILED")  # the network, as this test has it
    drafted(page, "立即暂存的制度（演示）", "开头。")
    questions = asked(page)
    page.route("**/keep/", lambda route: route.abort())
    edit(page)
    write(page, "刚打开就写的")
    page.get_by_role("link", name="返回").click()
    page.wait_for_timeout(300)
    assert questions == ["beforeunload"]
    expect(text(page)).to_contain_text("刚打开就写的")
    page.unroute("**/keep/")
    write(page, "。")
    expect(page.locator("[data-kept]")).to_contain_text("已于")
    page.get_by_role("link", name="返回").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("立即暂存的制度（演示）")
    assert questions == ["beforeunload"]
    expect(page.get_by_text("还没有保存").first).to_be_visible()
    assert look(page, "document-unsaved") == []
    page.get_by_role("link", name="继续编辑").click()
    expect(text(page)).to_contain_text("刚打开就写的")
    page.get_by_role("button", name="保存并送审").click()
    expect(page.get_by_text("已送审。")).to_be_visible()


def test_what_is_pasted_at_once_is_kept(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    drafted(page, "立即粘贴的制度（演示）", "开头。")
    edit(page)
    text(page).click()
    page.keyboard.press("Control+End")
    page.keyboard.press("Enter")
    html = "<html><body><p align=center><b>标题</b></p><p>　　粘贴的段落</p><img src='https://elsewhere.invalid/a.png'></body></html>"
    text(page).evaluate(PASTE, html)
    expect(text(page).locator("h3")).to_have_text("标题")
    expect(page.locator("form[data-keep] > [data-status]")).to_contain_text("1幅图片来自别处")
    expect(page.locator("[data-kept]")).to_contain_text("已于")
    page.reload()
    expect(text(page)).to_contain_text("粘贴的段落")


def test_a_picture_is_dropped_into_the_text_described_and_chosen_again(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    drafted(page, "带图的制度（演示）", "开头。")
    edit(page)
    text(page).evaluate(DROP, ["image/png", "示意图（演示）.png", base64(png())])
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    dialog.get_by_role("button", name="插入").click()
    expect(dialog).to_be_visible()  # not without what it shows
    dialog.get_by_label(re.compile("^替代文字")).fill("蓝色的方块")
    dialog.get_by_label(re.compile("^图注")).fill("图一")
    assert look(page, "picture-dialog") == []
    dialog.get_by_role("button", name="插入").click()
    expect(text(page).locator("figure img")).to_have_attribute("alt", "蓝色的方块")
    expect(text(page).locator("figcaption")).to_have_text("图一")
    assert text(page).locator("figure img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 900
    page.keyboard.press("Control+End")
    page.locator(".prose-menubar").get_by_role("button", name="图片").click()
    page.get_by_role("dialog").get_by_label("示意图（演示）.png").check()
    page.get_by_role("dialog").get_by_label(re.compile("^替代文字")).fill("再一次")
    page.get_by_role("dialog").get_by_role("button", name="插入").click()
    expect(text(page).locator("figure")).to_have_count(2)
    # a picture that arrives between press and release moves what is pressed
    text(page).evaluate("it => Promise.all([...it.querySelectorAll('figure img')].map(image => image.decode()))")
    page.get_by_role("button", name="保存", exact=True).click()
    page.get_by_role("link", name="预览最新版").click()
    expect(page.locator("main figure img")).to_have_count(2)
    assert look(page, "preview-picture") == []


def test_files_are_dropped_put_in_order_and_kept(quiet: Quiet) -> None:
    page = quiet("handler@civil", but="Failed to load resource")
    drafted(page, "带附件的制度（演示）", "开头。")
    edit(page)
    page.locator("[data-attachments] [data-upload]").evaluate(
        DROP, ["text/plain", "甲（演示）.txt", base64("甲".encode())]
    )
    files = [{"name": f"{name}（演示）.txt", "mimeType": "text/plain", "buffer": name.encode()} for name in "乙丙"]
    page.get_by_label("添加附件").set_input_files(files)  # type: ignore[arg-type]
    lines = page.locator("[data-attached] > li")
    expect(lines).to_have_count(3)
    expect(lines.first).to_contain_text("甲（演示）.txt")
    expect(lines.first).to_contain_text("纯文本")
    page.get_by_role("button", name="上移 丙（演示）.txt").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Enter")
    expect(lines.first).to_contain_text("丙")
    page.get_by_role("button", name="下移 甲（演示）.txt").click()
    expect(lines.last).to_contain_text("甲")
    expect(page.locator("[data-kept]")).to_contain_text("已于")
    assert look(page, "editor-attachments") == []
    page.reload()
    expect(lines.first).to_contain_text("丙")
    page.clock.install()
    busy = [True, True]

    def full(route: Route) -> None:
        route.fulfill(status=503) if busy and busy.pop() else route.continue_()

    page.route("**/files/", full)
    another = {"name": "丁（演示）.txt", "mimeType": "text/plain", "buffer": "丁".encode()}
    with page.expect_response("**/files/"):
        page.get_by_label("添加附件").set_input_files(another)  # type: ignore[arg-type]
    for _time in range(2):
        page.wait_for_timeout(200)
        with page.expect_response("**/files/"):
            page.clock.fast_forward(6000)
    expect(lines).to_have_count(4)
    page.unroute("**/files/")
    wrong = {"name": "程序.txt", "mimeType": "text/plain", "buffer": b"MZ\x90\x00\x03" + bytes(500)}
    page.get_by_label("添加附件").set_input_files(wrong)  # type: ignore[arg-type]
    expect(page.locator("[data-going] .error")).to_contain_text("程序.txt")
    page.get_by_role("button", name="保存", exact=True).click()
    expect(page.get_by_role("link", name="丙（演示）.txt")).to_be_visible()


def test_the_reviewer_remarks_on_passages_and_the_drafter_ticks_them_off(quiet: Quiet) -> None:
    title = "批注退回的制度（演示）"
    drafter, reviewer = quiet("handler@civil"), quiet("reviewer@civil")
    drafted(drafter, title, "发布前与有关机关核对，一致后再发布。")
    act(drafter, "送审")
    inbox(reviewer, "等我办理", title)
    reviewer.get_by_role("link", name="预览最新版").click()
    reviewer.locator("summary", has_text="批注并退回").click()
    reviewer.wait_for_load_state()  # the script that sees what is selected
    for start, end, said in ((0, 3, "写明几日前"), (3, 9, "哪些机关")):
        reviewer.evaluate(
            """([start, end]) => {
                const words = document.querySelector("main .document section p").firstChild;
                getSelection().setBaseAndExtent(words, start, words, end);
            }""",
            [start, end],
        )
        reviewer.get_by_role("button", name="批注所选文字").click()
        reviewer.keyboard.type(said)
    assert look(reviewer, "preview-remarks") == []
    reviewer.get_by_role("button", name="退回", exact=True).click()
    expect(reviewer.get_by_text("已办理“退回”")).to_be_visible()

    inbox(drafter, "其中退回给我", title)
    edit(drafter)
    write(drafter, "改")
    remarks = drafter.get_by_role("complementary", name="退回意见").get_by_role("listitem")
    expect(remarks).to_have_count(2)
    expect(remarks.first.locator("blockquote")).to_have_text("发布前")
    expect(remarks.first).to_contain_text("写明几日前")
    remarks.first.get_by_role("button").click()
    expect(remarks.first.get_by_role("button")).to_have_text("已改好，撤销")
    expect(text(drafter)).to_contain_text("改")
    assert look(drafter, "editor-remarks") == []
    drafter.get_by_role("button", name="保存", exact=True).click()
    expect(drafter.get_by_text("还有1条没有标为已改")).to_be_visible()


def test_the_form_of_an_item_s_facts_is_seen_whole(quiet: Quiet) -> None:
    page = quiet("handler@civil")
    page.goto("/desk/documents/new/")
    page.get_by_label("种类").select_option(label="其他政策文件")
    page.get_by_label("名称").fill("关于演示的通知（演示）")
    page.get_by_role("button", name="开始起草").click()
    expect(text(page)).to_be_visible()
    assert look(page, "editor-facts") == []
