//! Deprecated fields into current ones.

use ecow::EcoString;

use super::{
    COMPONENT_VERSION, GeneratorArgs, HelmChart, HelmChartArgs, HelmGlobals, KUSTOMIZATION_KIND,
    KUSTOMIZATION_VERSION, Kustomization, Spanned, Text,
};

/// Fills in kind and apiVersion, and moves what stands in fields of old names.
///
/// `patchesJson6902`, `patchesStrategicMerge`, `commonLabels` and `vars` stay: they do something of their own.
pub(super) fn upgrade(k: &mut Kustomization) {
    fill(&mut k.kind, KUSTOMIZATION_KIND);
    let version = if k.is_component() { COMPONENT_VERSION } else { KUSTOMIZATION_VERSION };
    fill(&mut k.api_version, version);
    k.resources.append(&mut k.bases);
    k.images.append(&mut k.image_tags);
    k.config_map_generator.iter_mut().for_each(|g| move_env(&mut g.value.args));
    k.secret_generator.iter_mut().for_each(|g| move_env(&mut g.value.args));
    upgrade_helm(k);
}

fn fill(text: &mut Text, default: &'static str) {
    if text.is_empty() {
        text.value = EcoString::from(default);
    }
}

fn move_env(args: &mut GeneratorArgs) {
    let env = std::mem::take(&mut args.env);
    args.envs.extend(Some(env).filter(|env| !env.is_empty()));
}

/// Charts go to the end of `helmCharts`. Their directories become `helmGlobals`, unless the file has some;
/// the last one that is given counts for all.
fn upgrade_helm(k: &mut Kustomization) {
    let old = std::mem::take(&mut k.helm_chart_inflation_generator);
    if old.is_empty() {
        return;
    }
    let mut globals = Spanned::<HelmGlobals>::default();
    for Spanned { value, span } in old {
        globals.span = span;
        keep_last(&mut globals.value.chart_home, &value.chart_home);
        keep_last(&mut globals.value.config_home, &value.helm_home);
        k.helm_charts.push(Spanned::new(chart(value), span));
    }
    k.helm_globals.get_or_insert(globals);
}

fn keep_last(kept: &mut Text, new: &Text) {
    if !new.is_empty() {
        kept.clone_from(new);
    }
}

fn chart(old: HelmChartArgs) -> HelmChart {
    HelmChart {
        name: old.chart_name,
        version: old.chart_version,
        repo: old.chart_repo_url,
        release_name: old.release_name,
        values_file: old.values,
        values_inline: old.values_local,
        values_merge: old.values_merge,
        ..HelmChart::default()
    }
}
