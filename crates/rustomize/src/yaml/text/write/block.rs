//! Block collections.

use super::waiting::{comments, set};
use super::{Place, Writer, is_simple};
use crate::yaml::text::item::Item;

impl<'d> Writer<'d> {
    /// A list as the value of a key stands at the indentation of the key.
    pub(super) fn block_sequence(&mut self, items: &'d [Item], place: Place) {
        let outer = self.indent;
        self.indent = match outer {
            None => Some(0),
            Some(at) if place.in_map && (self.sink.column == 0 || !self.sink.indention) => Some(at),
            Some(at) => Some(at + 2),
        };
        for item in items {
            self.open(item, "");
            self.write_head();
            self.sink.indent(self.at());
            self.sink.indicator("-", true, false, true);
            self.value(item, Place::default(), false);
        }
        self.indent = outer;
    }

    pub(super) fn block_mapping(&mut self, entries: &'d [(Item, Item)]) {
        let outer = self.indent;
        self.indent = Some(outer.map_or(0, |at| at + 2));
        let mut tail = "";
        for (key, value) in entries {
            self.open_key(key, std::mem::replace(&mut tail, &comments(key).foot));
            self.write_head();
            self.sink.indent(self.at());
            set(&mut self.key_line, std::mem::take(&mut self.line));
            if is_simple(key) {
                self.key(key, true);
                self.sink.indicator(":", false, false, false);
            } else {
                self.sink.indicator("?", true, false, true);
                self.key(key, false);
                self.sink.indent(self.at());
                self.sink.indicator(":", true, false, true);
            }
            self.open(value, "");
            self.place_key_line(value);
            self.value(value, Place { in_map: true, simple_key: false }, false);
        }
        set(&mut self.tail, tail);
        self.write_head();
        self.indent = outer;
    }
}
