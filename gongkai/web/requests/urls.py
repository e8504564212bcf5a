from __future__ import annotations

from django.urls import path

from gongkai.web.requests import listing, views
from gongkai.web.requests.archiving import views as archiving
from gongkai.web.requests.calendars import views as calendars
from gongkai.web.requests.confirming import views as confirming
from gongkai.web.requests.consulting import views as consulting
from gongkai.web.requests.correcting import views as correcting
from gongkai.web.requests.fees import views as fees
from gongkai.web.requests.letters import views as letters
from gongkai.web.requests.masking import views as masking
from gongkai.web.requests.material import views as material
from gongkai.web.requests.noting import views as noting
from gongkai.web.requests.passing import views as passing
from gongkai.web.requests.relating import views as relating
from gongkai.web.requests.remedies import views as remedies
from gongkai.web.requests.satisfaction import views as satisfaction
from gongkai.web.requests.supervising import views as supervising

app_name = "requests"
urlpatterns = [
    path("", listing.cases, name="cases"),
    path("register.<str:format>", listing.register, name="register"),
    path("filters/", listing.keep, name="filter-keep"),
    path("filters/<int:pk>/drop/", listing.drop, name="filter-drop"),
    path("overview/", supervising.overview, name="overview"),
    path("overview.<str:format>", supervising.export, name="overview-export"),
    path("overview/escalation/", supervising.escalate, name="escalate"),
    path("urge/", supervising.urge, name="urge"),
    path("urgings/<int:pk>/", supervising.urging, name="urging"),
    path("urgings/<int:pk>/reply/", supervising.reply, name="urging-reply"),
    path("mail/", calendars.mail, name="mail-choice"),
    path("calendar/", calendars.settings_page, name="calendar"),
    path("calendar/end/", calendars.end, name="calendar-end"),
    path("new/", views.enter, name="new"),
    path("assign/", views.assign_many, name="assign-many"),
    path("<int:pk>/", views.case, name="case"),
    path("<int:pk>/record/<str:fact>/", views.record, name="record"),
    path("<int:pk>/note/", noting.add, name="note"),
    path("<int:pk>/confirm/", confirming.confirm, name="confirm"),
    path("<int:pk>/confirm/phone/", confirming.by_phone, name="confirm-phone"),
    path("<int:pk>/confirm/mail/", confirming.ask_again, name="confirm-mail"),
    path("<int:pk>/similar/", relating.similar, name="similar"),
    path("<int:pk>/bind/", relating.bound, name="bind"),
    path("<int:pk>/bonds/<int:relation>/undo/", relating.unbound, name="unbind"),
    path("<int:pk>/split/", relating.into_parts, name="split"),
    path("<int:pk>/pass-on/", passing.pass_on, name="pass-on"),
    path("<int:pk>/refer/", passing.refer, name="refer"),
    path("<int:pk>/opinion/", consulting.opinion, name="opinion"),
    path("<int:pk>/assign/", views.assign, name="assign"),
    path("<int:pk>/facts/<int:fact>/strike/", views.strike, name="strike"),
    path("<int:pk>/letters/<slug:kind>/", letters.new, name="letter-new"),
    path("letters/<int:pk>/", letters.letter, name="letter"),
    path("letters/<int:pk>/edit/", letters.edit, name="letter-edit"),
    path("letters/<int:pk>/send/", letters.send, name="letter-send"),
    path("letters/<int:pk>/scan/", letters.scan, name="letter-scan"),
    path("letters/<int:pk>/preview/", letters.preview, name="letter-preview"),
    path("letters/<int:pk>/letter.<str:form>", letters.file, name="letter-file"),
    path("<int:pk>/material/", material.add, name="material-add"),
    path("material/<int:pk>/", material.file, name="material"),
    path("material/<int:pk>/enclose/", material.enclose, name="material-enclose"),
    path("material/<int:pk>/strike/", material.strike, name="material-strike"),
    path("material/<int:pk>/mask/", masking.mask, name="mask"),
    path("material/<int:pk>/mask/<int:page>/", masking.page, name="mask-page"),
    path("remedies/", remedies.listing, name="remedies"),
    path("remedies.<str:format>", remedies.export, name="remedies-export"),
    path("<int:pk>/remedies/new/", remedies.enter, name="remedy-new"),
    path("remedies/<int:pk>/", remedies.remedy, name="remedy"),
    path("remedies/<int:pk>/reply/", remedies.reply, name="remedy-reply"),
    path("remedies/<int:pk>/conclude/", remedies.conclude, name="remedy-conclude"),
    path("remedies/<int:pk>/strike/", remedies.strike, name="remedy-strike"),
    path("corrections/", correcting.listing, name="corrections"),
    path("corrections.<str:format>", correcting.export, name="corrections-export"),
    path("corrections/new/", correcting.enter, name="correction-new"),
    path("corrections/<int:pk>/", correcting.correction, name="correction"),
    path("corrections/<int:pk>/draft/", correcting.draft, name="correction-draft"),
    path("corrections/<int:pk>/draft.pdf", correcting.preview, name="correction-preview"),
    path("corrections/<int:pk>/sign/", correcting.sign, name="correction-sign"),
    path("corrections/<int:pk>/send/", correcting.send, name="correction-send"),
    path("corrections/<int:pk>/files/<int:file>/", correcting.file, name="correction-file"),
    path("archive/", archiving.archive, name="archive"),
    path("archive/<slug:slug>/file/", archiving.file_away, name="archive-file"),
    path("archive/<slug:slug>/propose/", archiving.propose, name="erasure-propose"),
    path("archive/<slug:slug>/terms/", archiving.term, name="archive-term"),
    path("erasures/<int:pk>/", archiving.erasure, name="erasure"),
    path("erasures/<int:pk>/decide/", archiving.decide, name="erasure-decide"),
    path("<int:pk>/keeping/", archiving.keeping, name="keeping"),
    path("satisfaction/", satisfaction.summary, name="satisfaction"),
    path("fees/<slug:slug>/", fees.settings, name="fees"),
    path("settings/<slug:slug>/", letters.settings, name="settings"),
]
