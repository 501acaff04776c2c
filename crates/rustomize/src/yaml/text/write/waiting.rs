//! Comments that wait for their place, and how they get there.

use super::Writer;
use crate::yaml::text::item::{Comments, Content, Item};

static NO_COMMENTS: Comments =
    Comments { head: ecow::EcoString::new(), line: ecow::EcoString::new(), foot: ecow::EcoString::new() };

pub(super) fn comments(item: &Item) -> &Comments {
    item.comments.as_deref().unwrap_or(&NO_COMMENTS)
}

pub(super) fn set<'d>(place: &mut &'d str, text: &'d str) {
    if !text.is_empty() {
        *place = text;
    }
}

impl<'d> Writer<'d> {
    /// Makes the comments at the start of a value wait: all of a scalar, the head of a collection.
    pub(super) fn open(&mut self, item: &'d Item, tail: &'d str) {
        let own = comments(item);
        set(&mut self.head, &own.head);
        match item.content {
            Content::Scalar(_) => {
                set(&mut self.line, &own.line);
                set(&mut self.foot, &own.foot);
                set(&mut self.tail, tail);
            }
            Content::Alias(_) => {
                set(&mut self.line, &own.line);
                set(&mut self.foot, &own.foot);
            }
            Content::Mapping(_) => set(&mut self.tail, tail),
            Content::Sequence(_) => {}
        }
    }

    /// The same at the end of a collection.
    pub(super) fn close(&mut self, item: &'d Item, tail: &'d str) {
        set(&mut self.line, &comments(item).line);
        set(&mut self.foot, &comments(item).foot);
        set(&mut self.tail, tail);
    }

    pub(super) fn write_head(&mut self) {
        let at = self.at();
        if !self.tail.is_empty() {
            self.sink.indent(at);
            self.sink.comment(std::mem::take(&mut self.tail), at);
            self.sink.foot_indent = Some(at);
        }
        if !self.head.is_empty() {
            self.sink.indent(at);
            self.sink.comment(std::mem::take(&mut self.head), at);
        }
    }

    pub(super) fn write_line(&mut self) {
        if !self.line.is_empty() {
            self.sink.blank();
            let at = self.at();
            self.sink.comment(std::mem::take(&mut self.line), at);
        }
    }

    pub(super) fn write_foot(&mut self) {
        if !self.foot.is_empty() {
            let at = self.at();
            self.sink.indent(at);
            self.sink.comment(std::mem::take(&mut self.foot), at);
            self.sink.foot_indent = Some(at);
        }
    }

    /// The foot of a key is that of its entry.
    pub(super) fn open_key(&mut self, key: &'d Item, tail: &'d str) {
        self.open(key, tail);
        if !comments(key).foot.is_empty() {
            self.foot = "";
        }
    }

    /// A comment on the line of a key goes there before a block, else behind the value.
    pub(super) fn place_key_line(&mut self, value: &Item) {
        if self.key_line.is_empty() {
            return;
        }
        match &value.content {
            Content::Scalar(_) if self.line.is_empty() => self.line = std::mem::take(&mut self.key_line),
            Content::Sequence(_) | Content::Mapping(_) if !value.flow => {
                std::mem::swap(&mut self.line, &mut self.key_line);
                self.write_line();
                std::mem::swap(&mut self.line, &mut self.key_line);
            }
            _ => {}
        }
    }

    pub(super) fn has_trail(&self) -> bool {
        !(self.line.is_empty() && self.foot.is_empty() && self.tail.is_empty())
    }
}
