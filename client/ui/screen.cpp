#include "client/ui/screen.hpp"

#include <algorithm>
#include <utility>

namespace khaosan::client {

std::string Screen::person(std::string_view user_id) const {
  const auto id = RecordId::parse(user_id);
  if (!id.ok()) return {};
  const RecordView* user = record("user", *id);
  return user == nullptr ? std::string() : text_field(user->record.fields, "display_name");
}

std::string Screen::person_or_somebody(std::string_view user_id) const {
  std::string name = person(user_id);
  if (!name.empty()) return name;
  const auto id = RecordId::parse(user_id);
  if (id.ok() && !is_answered("user", *id)) return "…";
  return std::string(ui.words(Word::somebody));
}

FieldAnswer Screen::draft_field(std::string_view name, const Rect& at, FieldSpec spec,
                                const std::string& kind, RecordId id, const std::string& field_name,
                                std::string_view value) const {
  const DraftKey key{kind, id, field_name};
  std::string fault;
  if (const Refusal* refusal = state.drafts.fault(key)) fault = ui.words.reason(*refusal), spec.error = fault;
  state.kept_fields.drawn(ui.id(name), key, ui.input.now_ms);
  const FieldAnswer answer = field(ui, name, at, spec, value, state.drafts.is_pending(key));
  if (answer.changed) state.drafts.typed(key, field_text(ui, name), ui.input.now_ms);
  if (answer.left) state.drafts.left(key);
  return answer;
}

FieldAnswer Screen::typed_field(std::string_view name, const Rect& at, const FieldSpec& spec,
                                const std::string& form, std::string_view value) const {
  const auto kept = typed(form);
  const FieldAnswer answer = field(ui, name, at, spec, kept ? std::string_view(*kept) : value, true);
  if (answer.changed) keep_typed(form, field_text(ui, name));
  return answer;
}

void UiState::can_undo(std::function<void()> step) {
  undo.push_back({next_undo++, std::move(step)});
}

void UiState::did(char32_t icon, std::string text, std::string undo_word, std::function<void()> step) {
  can_undo(std::move(step));
  const auto take = [&all = undo, number = undo.back().number] {
    const auto found =
        std::find_if(all.begin(), all.end(), [&](const UndoStep& one) { return one.number == number; });
    if (found == all.end()) return;
    const auto undo_it = std::move(found->undo);
    all.erase(found);
    undo_it();
  };
  snack = Snack{icon, std::move(text), std::move(undo_word), take, 0};
}

namespace {

DraftKey key_of_form(const UiState& state, const std::string& form) {
  return {{}, {}, state.writer + "/" + form};
}

}  // namespace

void Screen::keep_typed(const std::string& form, std::string text) const {
  state.drafts.typed(key_of_form(state, form), std::move(text), ui.input.now_ms);
}

std::optional<std::string> Screen::typed(const std::string& form) const {
  const DraftKey key = key_of_form(state, form);
  if (const std::string* pending = state.drafts.pending_text(key))
    return pending->empty() ? std::nullopt : std::optional(*pending);
  const auto kept = snapshot.typed.find(key.field);
  return kept == snapshot.typed.end() ? std::nullopt : std::optional(kept->second);
}

void Screen::forget_typed(const std::string& form) const {
  if (typed(form)) client::forget_typed(state, form);
}

void forget_typed(UiState& state, const std::string& form) {
  const DraftKey key = key_of_form(state, form);
  state.drafts.typed(key, {}, 0);
  state.drafts.left(key);
}

}  // namespace khaosan::client
