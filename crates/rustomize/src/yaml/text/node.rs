//! From objects to texts.

use super::item::{Content, Item, Text};
use crate::yaml::{Data, Node, Scalar, Tag};

impl From<&Node> for Item {
    fn from(node: &Node) -> Item {
        match &node.data {
            Data::Scalar(scalar) => from_scalar(scalar),
            Data::Sequence(list) => {
                let items = list.items().iter().map(Item::from).collect();
                Item { flow: list.flow(), ..Item::from(Content::Sequence(items)) }
            }
            Data::Mapping(map) => {
                let entries =
                    map.entries().iter().map(|e| (Item::from(&e.key), Item::from(&e.value))).collect();
                Item { flow: map.flow(), ..Item::from(Content::Mapping(entries)) }
            }
        }
    }
}

fn from_scalar(scalar: &Scalar) -> Item {
    let tag = scalar.tagged.then(|| match scalar.tag {
        Tag::Other => "!".into(),
        tag => tag.short().into(),
    });
    let text = Text { text: scalar.text.clone(), tag: Some(scalar.tag), style: scalar.style };
    Item { tag, ..Item::from(Content::Scalar(text)) }
}
