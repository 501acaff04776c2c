//! The stable codes of all diagnostics.

macro_rules! codes {
    ($($(#[doc = $doc:literal])+ $name:ident = $id:literal;)+) => {
        /// What kind of problem a diagnostic reports. The text form (`R0101`) never changes meaning.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $($(#[doc = $doc])+ $name,)+
        }

        impl Code {
            /// All codes in order.
            pub const ALL: &'static [Code] = &[$(Code::$name,)+];

            /// The text form, such as `R0101`.
            pub const fn id(self) -> &'static str {
                match self {
                    $(Code::$name => $id,)+
                }
            }
        }
    };
}

codes! {
    /// A file or directory could not be read.
    Unreadable = "R0101";
    /// A path leads outside the directory that may be read.
    OutsideRoot = "R0102";
    /// A kustomization includes itself.
    Cycle = "R0103";
    /// A directory holds no kustomization file.
    NoKustomization = "R0104";
    /// A directory holds more than one kustomization file.
    ManyKustomizations = "R0105";
    /// The input needs a capability that the caller did not give.
    Capability = "R0106";
    /// A remote resource could not be fetched.
    Remote = "R0107";
    /// Text that is not YAML.
    Syntax = "R0201";
    /// YAML that Kubernetes objects cannot be made of (merge keys, anchors, keys that are no strings).
    Structure = "R0202";
    /// A field that does not exist.
    UnknownField = "R0301";
    /// A value of the wrong type.
    WrongType = "R0302";
    /// A kustomization file that says nothing.
    EmptyKustomization = "R0303";
    /// A kind or apiVersion that does not fit the place.
    WrongKind = "R0304";
    /// A value that is not allowed here.
    InvalidValue = "R0305";
    /// Fields that exclude each other, or one that is missing.
    InvalidCombination = "R0306";
    /// An object without metadata, kind or name.
    InvalidResource = "R0401";
    /// Two objects with the same id.
    IdConflict = "R0402";
    /// A patch that is neither a strategic merge nor a JSON patch.
    InvalidPatch = "R0501";
    /// A patch whose target does not exist.
    PatchTarget = "R0502";
    /// A patch that does not fit its target.
    PatchFailed = "R0503";
    /// A regular expression or selector that cannot be read.
    InvalidSelector = "R0504";
    /// A generator whose sources cannot be used.
    Generator = "R0601";
    /// A transformer that cannot be applied to an object.
    Transformer = "R0602";
    /// A replacement that cannot be done.
    Replacement = "R0603";
    /// A var that cannot be resolved.
    Var = "R0604";
    /// A name reference with several possible targets.
    AmbiguousReference = "R0605";
    /// A plugin or function that is unknown or failed.
    Plugin = "R0606";
    /// A validator that changed something.
    Validator = "R0607";
    /// A custom schema that cannot be used.
    Schema = "R0608";
    /// A value that YAML or JSON output cannot hold.
    Output = "R0701";
    /// A field that kustomize deprecated.
    Deprecated = "R0801";
    /// Something that was written but had no effect.
    NoEffect = "R0802";
}

impl std::fmt::Display for Code {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.id())
    }
}
