#include "core/replica/row_match.h"

#include <algorithm>
#include <array>
#include <charconv>

#include "core/model/task_match.h"

namespace qd {

namespace {

constexpr std::string_view kIdLetters = "0123456789abcdef-*";

/// Tags stand behind each other, each with a newline behind it.
template <typename Test> bool anyTag(std::string_view tags, Test &&test) {
    while (!tags.empty()) {
        const auto end = tags.find('\n');
        if (test(tags.substr(0, end))) return true;
        tags.remove_prefix(std::min(end, tags.size() - 1) + 1);
    }
    return false;
}

std::vector<bool> numbersOf(const SharedTexts &texts, const std::string &wanted) {
    std::vector<bool> out(texts.size());
    for (std::uint32_t i = 0; i < out.size(); ++i) out[i] = texts.text(i) == wanted;
    return out;
}

} // namespace

RowMatch::RowMatch(const TaskColumns &columns, LedgerId ledger, const TaskFilter &filter,
                   const TaskExpression &expression, const std::vector<const PayloadHits *> &payloads, WallTime now)
    : m_columns(columns), m_ledger(ledger), m_filter(filter), m_text(filter.text, ledger),
      m_states(storedStates(filter.states)), m_now(now.time_since_epoch().count()),
      m_root(compile(expression.root, payloads)) {
    if (!filter.type.empty()) m_typeIs = numbersOf(columns.shared(), filter.type);
    if (!filter.queue.empty()) m_queueIs = numbersOf(columns.shared(), filter.queue);
    m_everything = filter == TaskFilter{} ||
                   (expression.root.kind == TaskTerm::Kind::Everything && m_states == 0 && m_typeIs.empty() &&
                    m_queueIs.empty() && !filter.worker && m_text.always() && filter.priorityMin == 0 &&
                    filter.finishedBefore == Duration::zero() && filter.ids.empty());
}

RowMatch::Node RowMatch::compile(const TaskTerm &term, const std::vector<const PayloadHits *> &payloads) const {
    Node out;
    out.term = &term;
    for (const TaskTerm &inner : term.terms) out.nodes.push_back(compile(inner, payloads));
    if (term.kind != TaskTerm::Kind::Leaf) return out;
    out.states = storedStates(term.states);
    const SharedTexts &shared = m_columns.shared();
    if (term.field == TaskField::Type || term.field == TaskField::Queue) {
        out.shared.resize(shared.size());
        for (std::uint32_t i = 0; i < shared.size(); ++i) out.shared[i] = anyText(out, shared.text(i));
    } else if (term.field == TaskField::Tag) {
        out.shared.resize(shared.size());
        for (std::uint32_t i = 0; i < shared.size(); ++i)
            out.shared[i] = anyTag(shared.text(i), [&](std::string_view tag) { return anyText(out, tag); });
    } else if (term.field == TaskField::Payload) {
        for (const PayloadHits *hits : payloads)
            if (std::find(term.patterns.begin(), term.patterns.end(), hits->pattern) != term.patterns.end())
                out.payloads.push_back(hits);
    } else if (term.field == TaskField::Text) {
        out.mayBeId = std::any_of(term.patterns.begin(), term.patterns.end(), [](const TextPattern &pattern) {
            return pattern.folded().find_first_not_of(kIdLetters) == std::string::npos;
        });
        // Digits are a part of the number, or of the ledger's name, which all ids share.
        std::array<char, 48> buffer;
        const std::string_view ledgerName = idText(buffer, m_ledger, makeTaskId(0, 1)).substr(0, 6);
        out.onlyDigits = std::all_of(term.patterns.begin(), term.patterns.end(), [&](const TextPattern &pattern) {
            return pattern.kind() == TextPattern::Kind::Part &&
                   pattern.folded().find_first_not_of("0123456789") == std::string::npos && !pattern(ledgerName);
        });
    }
    return out;
}

bool RowMatch::operator()(Slot slot) const {
    if (m_everything) return true;
    const TaskColumns::Block &b = m_columns.block(slot);
    const std::size_t i = TaskColumns::within(slot);
    if (m_states != 0 && (m_states & TaskFilter::bit(b.state[i])) == 0) return false;
    if (m_filter.worker && b.worker[i] != m_filter.worker.value) return false;
    if (b.priority[i] < m_filter.priorityMin) return false;
    if (!m_typeIs.empty() && (b.type[i] >= m_typeIs.size() || !m_typeIs[b.type[i]])) return false;
    if (!m_queueIs.empty() && (b.queue[i] >= m_queueIs.size() || !m_queueIs[b.queue[i]])) return false;
    if (m_filter.finishedBefore > Duration::zero()) {
        const auto least = std::chrono::duration_cast<std::chrono::microseconds>(m_filter.finishedBefore).count();
        if (!isFinal(b.state[i]) || b.finishedAt[i] == 0 || m_now - b.finishedAt[i] < least) return false;
    }
    if (!test(m_root, slot)) return false;
    return m_text.always() || m_text(m_columns.name(slot), m_columns.error(slot), TaskId{b.id[i]});
}

bool RowMatch::test(const Node &node, Slot slot) const {
    switch (node.term->kind) {
    case TaskTerm::Kind::Everything: return true;
    case TaskTerm::Kind::Leaf: return leaf(node, slot);
    case TaskTerm::Kind::All:
        return std::all_of(node.nodes.begin(), node.nodes.end(), [&](const Node &n) { return test(n, slot); });
    case TaskTerm::Kind::Any:
        return std::any_of(node.nodes.begin(), node.nodes.end(), [&](const Node &n) { return test(n, slot); });
    case TaskTerm::Kind::Not: return !test(node.nodes.front(), slot);
    }
    return false;
}

bool RowMatch::anyText(const Node &node, std::string_view value) const {
    return std::any_of(node.term->patterns.begin(), node.term->patterns.end(),
                       [value](const TextPattern &pattern) { return pattern(value); });
}

/// The id as people see it, or its number alone.
bool RowMatch::matchesId(const Node &node, Slot slot, bool whole) const {
    std::array<char, 48> buffer;
    const TaskId id{m_columns.block(slot).id[TaskColumns::within(slot)]};
    std::string_view text;
    if (node.onlyDigits && !whole && partitionOf(id) == 0) {
        const char *end = std::to_chars(buffer.data(), buffer.data() + buffer.size(), sequenceOf(id)).ptr;
        text = {buffer.data(), static_cast<std::size_t>(end - buffer.data())};
    } else {
        text = idText(buffer, m_ledger, id);
    }
    if (anyText(node, text)) return true;
    return whole && anyText(node, text.substr(text.rfind('-') + 1));
}

bool RowMatch::leaf(const Node &node, Slot slot) const {
    const TaskTerm &term = *node.term;
    const TaskColumns::Block &b = m_columns.block(slot);
    const std::size_t i = TaskColumns::within(slot);
    const auto shared = [&node](std::uint32_t number) { return number < node.shared.size() && node.shared[number]; };
    switch (term.field) {
    case TaskField::Text:
        return anyText(node, m_columns.name(slot)) || (b.error[i] != 0 && anyText(node, m_columns.error(slot))) ||
               (node.mayBeId && matchesId(node, slot, false));
    case TaskField::Id:
        if (!term.patterns.empty()) return matchesId(node, slot, true);
        return term.compares(static_cast<std::int64_t>(sequenceOf(TaskId{b.id[i]})));
    case TaskField::Name: return anyText(node, m_columns.name(slot));
    case TaskField::Type: return shared(b.type[i]);
    case TaskField::Queue: return shared(b.queue[i]);
    case TaskField::State: return (node.states & TaskFilter::bit(b.state[i])) != 0;
    case TaskField::Worker: {
        if (b.worker[i] == 0) return false;
        std::array<char, 16> text{'w', '-'};
        const auto end = std::to_chars(text.data() + 2, text.data() + text.size(), b.worker[i]).ptr;
        const std::string_view whole{text.data(), static_cast<std::size_t>(end - text.data())};
        return anyText(node, whole) || anyText(node, whole.substr(2));
    }
    case TaskField::Error: return b.error[i] != 0 && anyText(node, m_columns.error(slot));
    case TaskField::Tag: return shared(b.tags[i]);
    case TaskField::Payload:
        return std::any_of(node.payloads.begin(), node.payloads.end(),
                           [&](const PayloadHits *hits) { return hits->ids.contains(b.id[i]); });
    case TaskField::Priority: return term.compares(b.priority[i]);
    case TaskField::Failures: return term.compares(b.attempts[i]);
    case TaskField::Deliveries: return term.compares(b.deliveries[i]);
    case TaskField::Exit: return b.exitCode[i] != kNoExitCode && term.compares(b.exitCode[i]);
    case TaskField::Age:
    case TaskField::Wait:
    case TaskField::RunTime:
    case TaskField::Finished: {
        const auto value = span(term.field, slot);
        return value && term.compares(*value);
    }
    }
    return false;
}

/// In nanoseconds; nothing for a row that does not have it.
std::optional<std::int64_t> RowMatch::span(TaskField field, Slot slot) const {
    const TaskColumns::Block &b = m_columns.block(slot);
    const std::size_t i = TaskColumns::within(slot);
    constexpr std::int64_t kMicro = 1000;
    switch (field) {
    case TaskField::Age: return (m_now - b.createdAt[i]) * kMicro;
    case TaskField::Wait:
        if (b.startedAt[i] == 0 && isFinal(b.state[i])) return std::nullopt;
        return ((b.startedAt[i] == 0 ? m_now : b.startedAt[i]) - b.createdAt[i]) * kMicro;
    case TaskField::RunTime: return b.runTime[i] == 0 ? std::nullopt : std::optional{b.runTime[i]};
    case TaskField::Finished:
        if (!isFinal(b.state[i]) || b.finishedAt[i] == 0) return std::nullopt;
        return (m_now - b.finishedAt[i]) * kMicro;
    default: return std::nullopt;
    }
}

} // namespace qd
