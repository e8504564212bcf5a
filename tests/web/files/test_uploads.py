"""The field of a form: limits are said and held, each file that is refused is named."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import MemoryFileUploadHandler
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils.datastructures import MultiValueDict

from gongkai.web.files.uploads import Bounded, TooLarge, UploadField
from tests.conftest import ROOT
from tests.web.files.made import PDF, TEXT, picture


class Form(forms.Form):
    files = UploadField(label="附件", most=3)


class Picture(forms.Form):
    file = UploadField(label="图片", multiple=False, images=True, required=False)


def given(form: type[forms.Form], *files: Any, name: str = "files") -> forms.Form:
    return form({}, MultiValueDict({name: list(files)}))


def test_several_files_are_received() -> None:
    form = given(Form, SimpleUploadedFile("a.pdf", PDF), SimpleUploadedFile("b.txt", TEXT))
    assert form.is_valid(), form.errors
    assert [(one.name, one.size) for one in form.cleaned_data["files"]] == [("a.pdf", len(PDF)), ("b.txt", len(TEXT))]


def test_each_refused_file_is_named() -> None:
    form = given(
        Form, SimpleUploadedFile("a.exe", b"MZ"), SimpleUploadedFile("b.txt", TEXT), SimpleUploadedFile("100%.txt", b"")
    )
    errors = form.errors["files"]
    assert len(errors) == 2
    assert "“a.exe”" in errors[0]
    assert "“100%.txt”" in errors[1]
    assert "空的" in errors[1]


def test_how_many_and_whether_any() -> None:
    assert "3" in given(Form, *(SimpleUploadedFile("a.txt", TEXT) for _ in range(4))).errors["files"][0]
    assert given(Form).errors["files"]
    assert given(Picture, name="file").is_valid()
    assert given(Picture, SimpleUploadedFile("a.txt", TEXT), name="file").errors["file"]
    assert given(Picture, SimpleUploadedFile("a.jpg", picture()), name="file").is_valid()


def test_the_field_says_its_limits_and_works_without_a_script() -> None:
    html = str(Form())
    assert "每个文件不超过" in html
    assert 'type="file"' in html
    assert " multiple" in html
    assert ".docx" in html
    assert "style=" not in html
    assert "onchange" not in html
    assert 'accept=".jpg,.jpeg,.png,.gif,.webp"' in str(Picture())
    assert str(Form().media) == '<script defer src="/static/files/upload.js"></script>' or "upload.js" in str(
        Form().media
    )


def test_the_script_is_small() -> None:
    script = (ROOT / "gongkai/web/files/static/files/upload.js").read_text("utf-8")
    assert len(script.splitlines()) <= 60


def test_bytes_beyond_the_limit_are_not_kept(settings: Any) -> None:
    settings.FILES_LARGEST = 100_000
    request: HttpRequest = RequestFactory().post(
        "/", {"files": [SimpleUploadedFile("大.txt", b"a" * 300_000), SimpleUploadedFile("小.txt", TEXT)]}
    )
    request.upload_handlers = [Bounded(request), MemoryFileUploadHandler(request)]
    large, small = request.FILES.getlist("files")
    assert isinstance(large, TooLarge)
    assert (large.size, large.read(), small.read()) == (300_000, b"", TEXT)
    form = Form({}, request.FILES)
    assert "超过" in form.errors["files"][0]


def test_the_settings_bound_every_upload(settings: Any) -> None:
    assert settings.FILE_UPLOAD_HANDLERS[0] == "gongkai.web.files.uploads.Bounded"
