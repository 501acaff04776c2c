//! Flow collections.

use super::waiting::comments;
use super::{Place, Writer, is_simple};
use crate::yaml::text::item::Item;

impl<'d> Writer<'d> {
    pub(super) fn flow_sequence(&mut self, list: &'d Item, items: &'d [Item]) {
        self.sink.indicator("[", true, true, false);
        let outer = self.enter_flow();
        let mut trail = false;
        for (at, item) in items.iter().enumerate() {
            self.open(item, "");
            self.separate(at > 0 && !trail);
            trail = self.flow_value(item, Place::default());
        }
        self.close(list, "");
        self.leave_flow(outer);
        if self.sink.column == 0 {
            self.sink.indent(self.at());
        }
        self.sink.indicator("]", false, false, false);
        self.write_line();
        self.write_foot();
    }

    pub(super) fn flow_mapping(&mut self, map: &'d Item, entries: &'d [(Item, Item)]) {
        self.sink.indicator("{", true, true, false);
        let outer = self.enter_flow();
        let (mut trail, mut tail) = (false, "");
        for (at, (key, value)) in entries.iter().enumerate() {
            self.open_key(key, std::mem::replace(&mut tail, &comments(key).foot));
            self.separate(at > 0 && !trail);
            if is_simple(key) {
                self.key(key, true);
                self.sink.indicator(":", false, false, false);
            } else {
                self.sink.indicator("?", true, false, false);
                self.key(key, false);
                self.sink.indicator(":", true, false, false);
            }
            self.open(value, "");
            trail = self.flow_value(value, Place { in_map: true, simple_key: false });
        }
        self.close(map, tail);
        let waiting = !(self.head.is_empty() && self.foot.is_empty() && self.tail.is_empty());
        if waiting && !entries.is_empty() && !trail {
            self.sink.indicator(",", false, false, false);
        }
        self.write_head();
        self.leave_flow(outer);
        self.sink.indicator("}", false, false, false);
        self.write_line();
        self.write_foot();
    }

    fn enter_flow(&mut self) -> Option<usize> {
        self.flow += 1;
        let outer = self.indent;
        self.indent = Some(outer.map_or(2, |at| at + 2));
        outer
    }

    fn leave_flow(&mut self, outer: Option<usize>) {
        self.flow -= 1;
        self.indent = outer;
    }

    fn separate(&mut self, comma: bool) {
        if comma {
            self.sink.indicator(",", false, false, false);
        }
        self.write_head();
        if self.sink.column == 0 {
            self.sink.indent(self.at());
        }
    }

    /// A value in a flow collection; with comments, its comma comes before them. Returns whether it did.
    fn flow_value(&mut self, item: &'d Item, place: Place) -> bool {
        let trail = self.has_trail();
        self.value(item, place, true);
        trail
    }
}
