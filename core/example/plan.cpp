#include "core/example/plan.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>

namespace qd::example {

namespace {

using Json = nlohmann::json;

constexpr std::uint64_t kPageFileBytesMax = 64U << 10U;
constexpr std::size_t kListedMax = 500;
/// A checksum line is 66 bytes and the name; all lines of a task have to fit into the tail that the engine keeps.
constexpr std::size_t kOutputBytesPlanned = kOutputTailBytesMax - 1024;

bool isText(const std::string &path) {
    std::ifstream stream(path, std::ios::binary);
    std::string head(4096, '\0');
    stream.read(head.data(), static_cast<std::streamsize>(head.size()));
    head.resize(static_cast<std::size_t>(stream.gcount()));
    return !head.empty() && head.find('\0') == std::string::npos;
}

std::string escaped(std::string_view text) {
    std::string html;
    for (const char c : text) {
        if (c == '&')
            html += "&amp;";
        else if (c == '<')
            html += "&lt;";
        else if (c == '>')
            html += "&gt;";
        else
            html += c;
    }
    return html;
}

std::optional<std::size_t> numberBehind(std::string_view target, std::string_view prefix) {
    if (!target.starts_with(prefix)) return std::nullopt;
    target.remove_prefix(prefix.size());
    std::size_t number = 0;
    const auto [end, error] = std::from_chars(target.data(), target.data() + target.size(), number);
    if (error != std::errc{} || end != target.data() + target.size()) return std::nullopt;
    return number;
}

/// Slice `i` of `of` over the files: neighbouring ones share none, unless there are fewer files than slices.
Slice sliceOf(const std::vector<ExampleFile> &files, std::size_t i, std::size_t of) {
    Slice slice{i * files.size() / of, (i + 1) * files.size() / of};
    if (slice.end == slice.begin) slice.end = slice.begin + 1;
    std::size_t bytes = 0;
    for (std::size_t f = slice.begin; f < slice.end; ++f) {
        bytes += files[f].path.size() + 67;
        if (bytes > kOutputBytesPlanned && f > slice.begin) slice.end = f;
    }
    return slice;
}

} // namespace

std::size_t ExamplePlan::checksumTasksOf(std::size_t tasks) {
    return std::max<std::size_t>(1, tasks * 7 / 10);
}

ExamplePlan::ExamplePlan(std::string folder, std::vector<ExampleFile> files, std::size_t tasks, std::string tag)
    : m_folder(std::move(folder)), m_files(std::move(files)), m_tag(std::move(tag)) {
    const std::size_t checksums = checksumTasksOf(tasks);
    const std::size_t pages = tasks - checksums;
    for (std::size_t i = 0; i < checksums; ++i) m_slices.push_back(sliceOf(m_files, i, checksums));
    std::size_t nextChecksum = 0;
    std::size_t nextPage = 0;
    for (std::size_t i = 0; i < tasks; ++i) {
        // Evenly mixed, whatever the share: the next checksum comes when its turn among all is reached.
        if (nextPage >= pages || nextChecksum * tasks <= i * checksums) {
            m_tasks.push_back({PlannedKind::Checksums, nextChecksum++});
            continue;
        }
        const std::size_t file = nextPage * m_files.size() / pages;
        const bool whole =
            m_files[file].bytes > 0 && m_files[file].bytes <= kPageFileBytesMax && isText(m_files[file].path);
        if (whole)
            m_tasks.push_back({PlannedKind::File, file});
        else
            m_tasks.push_back({PlannedKind::Listing, nextPage % m_slices.size()});
        ++nextPage;
    }
}

TaskSpec ExamplePlan::spec(std::size_t index, const std::string &serverUrl) const {
    const PlannedTask &task = m_tasks[index];
    TaskSpec spec;
    spec.timeout = std::chrono::minutes{2};
    Json payload;
    if (task.kind == PlannedKind::Checksums) {
        spec.type = "command";
        const Slice slice = m_slices[task.number];
        Json args = Json::array({"--"});
        for (std::size_t f = slice.begin; f < slice.end; ++f) args.push_back(m_files[f].path);
        payload = {{"program", "sha256sum"}, {"args", std::move(args)}, {"folder", "/"}, {"stdin", ""}};
        const std::string first = std::filesystem::path(m_files[slice.begin].path).filename().string();
        spec.name = fmt::format("{} checksum {}", m_tag, first);
        if (slice.end - slice.begin > 1) spec.name += fmt::format(" and {} more", slice.end - slice.begin - 1);
    } else {
        const std::string target = fmt::format("/{}/{}", task.kind == PlannedKind::File ? "file" : "page", task.number);
        spec.type = "http";
        spec.name = fmt::format("{} fetch {}", m_tag, target);
        payload = {{"method", "GET"}, {"url", serverUrl + target}, {"expect", {200}}};
    }
    spec.payload = payload.dump();
    if (spec.name.size() > 256) spec.name = fmt::format("{} checksum {}", m_tag, task.number);
    return spec;
}

Slice ExamplePlan::filesOf(std::size_t index) const {
    const PlannedTask &task = m_tasks[index];
    return task.kind == PlannedKind::Checksums ? m_slices[task.number] : Slice{};
}

std::uint64_t ExamplePlan::pageBytes(std::size_t index) const {
    const PlannedTask &task = m_tasks[index];
    switch (task.kind) {
    case PlannedKind::Checksums: return 0;
    case PlannedKind::Listing: return listing(task.number).size();
    case PlannedKind::File: return m_files[task.number].bytes;
    }
    return 0;
}

std::string ExamplePlan::listing(std::size_t number) const {
    const Slice slice = m_slices[number];
    std::string html =
        fmt::format("<!doctype html><meta charset=utf-8><title>Part {0} of {1}</title>\n<h1>Part {0}</h1>\n<ul>\n",
                    number, escaped(m_folder));
    for (std::size_t f = slice.begin; f < slice.end; ++f)
        html +=
            fmt::format("<li><a href=\"/file/{}\">{}</a> {} bytes\n", f, escaped(m_files[f].path), m_files[f].bytes);
    return html + "</ul>\n";
}

std::string ExamplePlan::index() const {
    std::string html =
        fmt::format("<!doctype html><meta charset=utf-8><title>{0}</title>\n<h1>{0}</h1>\n<p>{1} files in {2} "
                    "parts\n<ul>\n",
                    escaped(m_folder), m_files.size(), m_slices.size());
    for (std::size_t i = 0; i < std::min(kListedMax, m_slices.size()); ++i)
        html += fmt::format("<li><a href=\"/page/{0}\">Part {0}</a>\n", i);
    return html + "</ul>\n";
}

Page ExamplePlan::page(const std::string &target) const {
    if (target == "/") return {.body = index()};
    if (const auto slice = numberBehind(target, "/page/"); slice && *slice < m_slices.size())
        return {.body = listing(*slice)};
    if (const auto file = numberBehind(target, "/file/"); file && *file < m_files.size()) {
        std::ifstream stream(m_files[*file].path, std::ios::binary);
        if (stream) {
            Page page{.type = "text/plain",
                      .body = std::string(std::min<std::uint64_t>(m_files[*file].bytes, 4U << 20U), '\0')};
            stream.read(page.body.data(), static_cast<std::streamsize>(page.body.size()));
            page.body.resize(static_cast<std::size_t>(stream.gcount()));
            return page;
        }
    }
    return {.status = 404, .type = "text/plain", .body = "There is no such page.\n"};
}

} // namespace qd::example
