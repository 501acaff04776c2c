//! References that follow renamed objects.

use rustomize::field::FieldConfig;
use rustomize::schema::Schema;
use rustomize::stages::fix_references;

use super::{Case, Work, hundred, read, rename, set_of, work};

pub(crate) const CASES: &[Case] = &[
    Case { name: "references/renamed", prepare: renamed },
    Case { name: "references/nothing-renamed", prepare: unchanged },
];

fn renamed() -> Work {
    fix(true)
}

fn unchanged() -> Work {
    fix(false)
}

fn fix(config_maps: bool) -> Work {
    let schema = Schema::builtin();
    let mut set = set_of(read(&hundred()), &schema);
    if config_maps {
        rename(&mut set, "ConfigMap", &schema);
    }
    work(move || (fix_references(&mut set, &FieldConfig::defaults(), &schema), set))
}
