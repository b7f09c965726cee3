//! The catalogue of rules: one module and one line each, sorted.

mod anchor_changed;
mod anchor_dead;
mod attribute_added;
mod attribute_missing;
mod block_added;
mod block_empty;
mod block_missing;
mod block_shifted;
mod code_block_changed;
mod code_language_changed;
mod code_span_changed;
mod code_span_missing;
mod conflict_marker;
mod directive_changed;
mod directive_unclosed;
mod emphasis_literal;
mod encoding_invalid;
mod fence_unclosed;
mod file_moved;
mod file_orphaned;
mod file_outdated;
mod findings_capped;
mod fluent_syntax;
mod footnote_missing;
mod front_matter_invalid;
mod front_matter_key;
mod front_matter_value;
mod heading_level;
mod hidden_character;
mod html_changed;
mod html_unclosed;
mod link_added;
mod link_changed;
mod link_dead;
mod link_foreign;
mod link_malformed;
mod link_missing;
mod link_unlocalized;
mod machine_residue;
mod message_added;
mod message_duplicate;
mod message_missing;
mod mojibake;
mod number_changed;
mod placeholder_added;
mod placeholder_changed;
mod placeholder_malformed;
mod placeholder_missing;
mod placeholder_unbalanced;
mod plural_category;
mod reference_undefined;
mod source_suspect;
mod stamp_invalid;
mod stamp_untouched;
mod suppression_invalid;
mod suppression_unused;
mod table_shape;
mod term_changed;
mod unsafe_html;
mod unsafe_link;
mod untranslated;
mod untranslated_sentence;
mod untranslated_stale;

pub use untranslated::is_copy;

use std::sync::LazyLock;

use crate::rule::Rule;

/// Every rule, sorted by id.
pub static RULES: &[&dyn Rule] = &[
    &anchor_changed::AnchorChanged,
    &anchor_dead::AnchorDead,
    &attribute_added::AttributeAdded,
    &attribute_missing::AttributeMissing,
    &block_added::BlockAdded,
    &block_empty::BlockEmpty,
    &block_missing::BlockMissing,
    &block_shifted::BlockShifted,
    &code_block_changed::CodeBlockChanged,
    &code_language_changed::CodeLanguageChanged,
    &code_span_changed::CodeSpanChanged,
    &code_span_missing::CodeSpanMissing,
    &conflict_marker::ConflictMarker,
    &directive_changed::DirectiveChanged,
    &directive_unclosed::DirectiveUnclosed,
    &emphasis_literal::EmphasisLiteral,
    &encoding_invalid::EncodingInvalid,
    &fence_unclosed::FenceUnclosed,
    &file_moved::FileMoved,
    &file_orphaned::FileOrphaned,
    &file_outdated::FileOutdated,
    &findings_capped::FindingsCapped,
    &fluent_syntax::FluentSyntax,
    &footnote_missing::FootnoteMissing,
    &front_matter_invalid::FrontMatterInvalid,
    &front_matter_key::FrontMatterKey,
    &front_matter_value::FrontMatterValue,
    &heading_level::HeadingLevel,
    &hidden_character::HiddenCharacter,
    &html_changed::HtmlChanged,
    &html_unclosed::HtmlUnclosed,
    &link_added::LinkAdded,
    &link_changed::LinkChanged,
    &link_dead::LinkDead,
    &link_foreign::LinkForeign,
    &link_malformed::LinkMalformed,
    &link_missing::LinkMissing,
    &link_unlocalized::LinkUnlocalized,
    &machine_residue::MachineResidue,
    &message_added::MessageAdded,
    &message_duplicate::MessageDuplicate,
    &message_missing::MessageMissing,
    &mojibake::Mojibake,
    &number_changed::NumberChanged,
    &placeholder_added::PlaceholderAdded,
    &placeholder_changed::PlaceholderChanged,
    &placeholder_malformed::PlaceholderMalformed,
    &placeholder_missing::PlaceholderMissing,
    &placeholder_unbalanced::PlaceholderUnbalanced,
    &plural_category::PluralCategory,
    &reference_undefined::ReferenceUndefined,
    &source_suspect::SourceSuspect,
    &stamp_invalid::StampInvalid,
    &stamp_untouched::StampUntouched,
    &suppression_invalid::SuppressionInvalid,
    &suppression_unused::SuppressionUnused,
    &table_shape::TableShape,
    &term_changed::TermChanged,
    &unsafe_html::UnsafeHtml,
    &unsafe_link::UnsafeLink,
    &untranslated::Untranslated,
    &untranslated_sentence::UntranslatedSentence,
    &untranslated_stale::UntranslatedStale,
];

/// The ids of all rules, sorted.
#[must_use]
pub fn ids() -> &'static [&'static str] {
    static IDS: LazyLock<Vec<&str>> = LazyLock::new(|| RULES.iter().map(|rule| rule.meta().id).collect());
    &IDS
}

/// The rule with this id.
#[must_use]
pub fn find(id: &str) -> Option<&'static dyn Rule> {
    RULES.iter().copied().find(|rule| rule.meta().id == id)
}
