"""The platform: every duty of 政府信息公开 in one system of record.

The only folder that imports Django. Its layers, top to bottom: config; portal and desk; annual, disclosure;
workflow; agencies; accounts; files; search; audit; and below them `visibility`, the one gate.
"""
