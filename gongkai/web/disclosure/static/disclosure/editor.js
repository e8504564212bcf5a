// The editor says its buttons and dialogs in English and has no name of its own: both are mended here.
"use strict";
(() => {
  const chinese = {
    paragraph: "段落和标题", "unordered list": "项目符号", "ordered list": "编号", "List properties": "编号样式",
    blockquote: "引用", bold: "加粗", italic: "斜体", "insert link": "添加链接", "remove link": "取消链接",
    "Insert table": "插入表格", "Add column": "加一列", "Delete column": "删除列", "Add row": "加一行",
    "Delete row": "删除行", "Merge cells": "合并单元格", "Split cell": "拆分单元格", "Toggle header cell": "表头单元格",
    "Delete table": "删除表格", undo: "撤销", redo: "重做", "Heading 3": "一级小标题", "Heading 4": "二级小标题",
    "heading 3": "一级小标题", "heading 4": "二级小标题", Paragraph: "正文", Cancel: "取消", Update: "确定", Insert: "插入", "Edit Link": "链接", URL: "网址", Title: "说明",
    "Insert Table": "插入表格", "Table Properties": "表格", Yes: "是", No: "否", Rows: "行数", Columns: "列数", "Include header row": "第一行是表头", figure: "图片", "Add caption": "添加图注", "Remove caption": "去掉图注",
    "List type": "样式", "Start at": "起始编号", "Decimal numbers": "数字", Bullets: "圆点",
    "Lowercase letters": "小写字母", "Uppercase letters": "大写字母",
    "Lowercase Roman numerals": "小写罗马数字", "Uppercase Roman numerals": "大写罗马数字",
  };
  const words = document.documentElement.lang.startsWith("zh") ? chinese : {};
  window.gettext = (text) => words[text] || text;

  // The bar is made after the editor says that it is ready, and its first button anew with each heading.
  const say = (editing) => {
    for (const button of editing.querySelectorAll(".prose-menubar button")) {
      const inner = button.firstElementChild || button;
      if (words[button.title]) {
        button.title = words[button.title];
        button.setAttribute("aria-label", button.title);
      } else if (!button.title && words[inner.textContent]) {
        inner.textContent = words[inner.textContent];
      }
    }
  };

  // Choices in a dialog: what is chosen keeps its value, which the editor asks for.
  new MutationObserver(() => {
    for (const option of document.querySelectorAll("dialog option")) option.label = words[option.text] || option.text;
  }).observe(document.documentElement, { childList: true, subtree: true });

  document.addEventListener("prose-editor:ready", ({ detail: { textarea, editor } }) => {
    const label = document.querySelector(`label[for="${textarea.id}"]`);
    const part = textarea.closest("fieldset")?.querySelector("legend");
    const name = [part, label].map((each) => each?.firstChild.textContent.trim()).filter(Boolean).join("：");
    editor.setOptions({ editorProps: { attributes: { "aria-label": name, "aria-multiline": "true", role: "textbox" } } });
    const editing = textarea.closest(".prose-editor");
    new MutationObserver(() => say(editing)).observe(editing, { childList: true, subtree: true });
    say(editing);
  });
})();
