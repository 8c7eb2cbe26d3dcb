#pragma once
// The example's tasks: which files each checksum task reads and which page each http task fetches. Pure, but for
// looking whether a small file is text.

#include <cstdint>
#include <string>
#include <vector>

#include "core/example/file_choice.h"
#include "core/example/page_server.h"
#include "core/model/task.h"

namespace qd::example {

/// Files [begin, end) of the choice.
struct Slice {
    std::size_t begin = 0;
    std::size_t end = 0;
};

enum class PlannedKind : std::uint8_t { Checksums, Listing, File };

struct PlannedTask {
    PlannedKind kind = PlannedKind::Checksums;
    std::size_t number = 0; ///< Of the slice (Checksums, Listing), or of the file.
};

class ExamplePlan {
public:
    /// Seven of ten tasks are checksums, the others pages. `tag` is in each task's name, so that all can be found.
    ExamplePlan(std::string folder, std::vector<ExampleFile> files, std::size_t tasks, std::string tag);

    [[nodiscard]] const std::vector<ExampleFile> &files() const { return m_files; }
    [[nodiscard]] const std::vector<PlannedTask> &tasks() const { return m_tasks; }
    [[nodiscard]] const std::string &tag() const { return m_tag; }
    [[nodiscard]] static std::size_t checksumTasksOf(std::size_t tasks);

    /// Task `index` as it is submitted.
    [[nodiscard]] TaskSpec spec(std::size_t index, const std::string &serverUrl) const;
    /// The files whose checksums task `index` reports; empty for pages.
    [[nodiscard]] Slice filesOf(std::size_t index) const;
    /// How long the page of task `index` is. 0 for checksums.
    [[nodiscard]] std::uint64_t pageBytes(std::size_t index) const;

    /// What the local server answers: /, /page/<slice>, /file/<number>. Thread: any, the plan does not change.
    [[nodiscard]] Page page(const std::string &target) const;

private:
    [[nodiscard]] std::string listing(std::size_t slice) const;
    [[nodiscard]] std::string index() const;

    std::string m_folder;
    std::vector<ExampleFile> m_files;
    std::string m_tag;
    std::vector<Slice> m_slices; ///< One per checksum task.
    std::vector<PlannedTask> m_tasks;
};

} // namespace qd::example
