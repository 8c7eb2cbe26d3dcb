#include "core/config/settings.h"

#include <algorithm>
#include <cstdlib>
#include <fmt/format.h>
#include <pwd.h>
#include <unistd.h>

#include "core/config/setting_table.h"
#include "core/config/settings_file.h"

extern char **environ;

namespace qd {

namespace {

/// Names that start with QD_ and are no settings: what `command` gives its programs, what qdctl and tests read.
bool isReserved(std::string_view name) {
    constexpr std::string_view names[] = {"QD_TASK_ID", "QD_EPOCH", "QD_ATTEMPT", "QD_URL", "QD_TOKEN"};
    return std::find(std::begin(names), std::end(names), name) != std::end(names) || name.starts_with("QD_TEST_") ||
           name.starts_with("QD_BENCH_");
}

/// Lays one layer after the other over the settings and collects what is wrong.
class Loader {
public:
    void apply(std::string_view key, const Result<RawValue> &value, std::string_view shown, std::string where,
               SettingSource source) {
        const SettingKey *entry = findSetting(key);
        if (entry == nullptr) {
            m_errors.push_back(
                fmt::format("{}: there is no setting \"{}\"; did you mean \"{}\"?", where, key, nearestSetting(key)));
            return;
        }
        const std::string wrong = value ? entry->assign(m_settings, *value) : value.error().detail;
        if (!wrong.empty()) {
            m_errors.push_back(fmt::format("{}: {} = {}: {} (allowed: {})", where, key, shown, wrong, entry->range));
            return;
        }
        m_settings.sources[std::string{key}] = source;
        m_where[std::string{key}] = std::move(where);
    }

    void file(const std::filesystem::path &file, bool required) {
        m_settings.configFile = file;
        const auto text = readSettingsFile(file);
        if (!text) {
            if (required || text.error().code != ErrorCode::NotFound) m_errors.push_back(text.error().detail);
            return;
        }
        const FileParse parse = parseSettings(*text);
        if (!parse.error.empty()) m_errors.push_back(fmt::format("{}:{}", file.string(), parse.error));
        for (const FileEntry &entry : parse.entries) {
            const Result<RawValue> value =
                entry.value ? Result<RawValue>{*entry.value}
                            : Result<RawValue>{fail(ErrorCode::Invalid, "is of a kind that no setting has")};
            apply(entry.key, value, entry.shown,
                  fmt::format("{}:{}:{}", file.string(), entry.begin.line, entry.begin.column), SettingSource::File);
        }
    }

    void environment(const std::vector<std::string> &variables) {
        for (const std::string &variable : variables) {
            const auto equals = variable.find('=');
            if (!variable.starts_with("QD_") || equals == std::string::npos) continue;
            const std::string name = variable.substr(0, equals);
            if (isReserved(name)) continue;
            const SettingKey *entry = byEnvironmentName(name);
            if (entry == nullptr) {
                m_errors.push_back(fmt::format("{}: no setting has this variable; did you mean {}?", name,
                                               environmentName(nearestSetting(keyLike(name)))));
                continue;
            }
            text(*entry, variable.substr(equals + 1), name, SettingSource::Environment);
        }
    }

    void flags(const std::vector<std::string> &flags) {
        for (const std::string &flag : flags) {
            const auto equals = flag.find('=');
            const std::string key = flag.substr(0, equals);
            if (equals == std::string::npos) {
                m_errors.push_back(fmt::format("--set {}: write it as key=value, as in pool.workers=16", flag));
                continue;
            }
            const SettingKey *entry = findSetting(key);
            if (entry == nullptr)
                apply(key, RawValue{false}, "", fmt::format("--set {}", flag), SettingSource::Flag);
            else
                text(*entry, flag.substr(equals + 1), fmt::format("--set {}", key), SettingSource::Flag);
        }
    }

    /// Defaults that depend on the profile, for keys that no layer has set.
    void profileDefaults() {
        const auto isUnset = [this](std::string_view key) { return !m_settings.sources.contains(key); };
        const bool served = m_settings.profile == Profile::Staging || m_settings.profile == Profile::Production;
        if (served && isUnset("log.json")) m_settings.log.json = true;
        if (m_settings.profile == Profile::Test && isUnset("door.port")) m_settings.door.port = 0;
        if (m_settings.profile == Profile::Test && isUnset("limits.dispatch_sampling"))
            m_settings.limits.dispatchSampling = 1;
    }

    void rules() {
        for (const RuleBreach &breach : brokenRules(m_settings)) {
            const auto where = m_where.find(breach.key);
            m_errors.push_back(where == m_where.end() ? breach.text
                                                      : fmt::format("{}: {}", where->second, breach.text));
        }
    }

    [[nodiscard]] SettingsLoad take() {
        m_settings.dataFolder = std::filesystem::absolute(dataFolder(m_settings));
        SettingsLoad out;
        out.lines = describe(m_settings);
        out.settings = std::move(m_settings);
        out.errors = std::move(m_errors);
        return out;
    }

private:
    void text(const SettingKey &entry, const std::string &value, std::string where, SettingSource source) {
        apply(entry.key, rawFromText(entry.type, value), fmt::format("\"{}\"", value.substr(0, 80)), std::move(where),
              source);
    }
    static const SettingKey *byEnvironmentName(std::string_view name) {
        for (const SettingKey &entry : settingTable())
            if (environmentName(entry.key) == name) return &entry;
        return nullptr;
    }
    /// QD_POOL_WORKRES -> pool.workres, good enough to look for the nearest key.
    static std::string keyLike(std::string_view name) {
        std::string out{name.substr(3)};
        std::transform(out.begin(), out.end(), out.begin(),
                       [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
        if (const auto underscore = out.find('_'); underscore != std::string::npos) out[underscore] = '.';
        return out;
    }

    Settings m_settings;
    std::vector<std::string> m_errors;
    std::map<std::string, std::string, std::less<>> m_where;
};

std::filesystem::path folderFrom(const char *variable, std::string_view belowHome) {
    // The base directory specification says: relative paths in these variables are to be ignored.
    const char *value = std::getenv(variable);
    if (value != nullptr && value[0] == '/') return std::filesystem::path{value} / "quarterdeck";
    return homeFolder() / belowHome / "quarterdeck";
}

} // namespace

std::string_view toText(SettingSource source) noexcept {
    switch (source) {
    case SettingSource::Default: return "default";
    case SettingSource::File: return "file";
    case SettingSource::Environment: return "environment";
    case SettingSource::Flag: return "flag";
    }
    return "default";
}

std::string_view toText(Profile profile) noexcept {
    switch (profile) {
    case Profile::Development: return "development";
    case Profile::Staging: return "staging";
    case Profile::Production: return "production";
    case Profile::Test: return "test";
    }
    return "development";
}

SettingsLoad loadSettings(const SettingInputs &inputs) {
    Loader loader;
    loader.file(inputs.file.empty() ? defaultConfigFile() : inputs.file, !inputs.file.empty());
    loader.environment(inputs.environment);
    loader.flags(inputs.flags);
    loader.profileDefaults();
    loader.rules();
    return loader.take();
}

SettingsLoad loadSettings(const std::filesystem::path &file, const std::vector<std::string> &flags) {
    SettingInputs inputs{file, flags, {}};
    for (char **variable = environ; *variable != nullptr; ++variable) inputs.environment.emplace_back(*variable);
    return loadSettings(inputs);
}

std::vector<SettingLine> describe(const Settings &settings) {
    std::vector<SettingLine> out;
    for (const SettingKey &entry : settingTable()) {
        const auto source = settings.sources.find(entry.key);
        out.push_back({std::string{entry.key}, plainText(entry.read(settings)),
                       source == settings.sources.end() ? SettingSource::Default : source->second, entry.range,
                       std::string{entry.help}});
    }
    return out;
}

std::vector<SettingLine> settingKeys() {
    return describe(Settings{});
}

std::string settingsAsToml(const Settings &settings) {
    std::string out = "# Quarterdeck's settings. Lines behind '#' show defaults.\n";
    std::string_view section;
    for (const SettingKey &entry : settingTable()) {
        const auto dot = entry.key.find('.');
        const std::string_view here = dot == std::string_view::npos ? std::string_view{} : entry.key.substr(0, dot);
        const std::string_view name = dot == std::string_view::npos ? entry.key : entry.key.substr(dot + 1);
        if (here != section) out += fmt::format("\n[{}]\n", section = here);
        out += fmt::format("# {} ({})\n{}{} = {}\n", entry.help, entry.range,
                           settings.sources.contains(entry.key) ? "" : "# ", name, tomlText(entry.read(settings)));
    }
    return out;
}

std::filesystem::path homeFolder() {
    if (const char *home = std::getenv("HOME"); home != nullptr && home[0] == '/') return home;
    passwd entry{};
    passwd *found = nullptr;
    std::vector<char> buffer(16 * 1024);
    if (getpwuid_r(getuid(), &entry, buffer.data(), buffer.size(), &found) == 0 && found != nullptr)
        return found->pw_dir;
    return "/";
}

std::filesystem::path defaultDataFolder() {
    return folderFrom("XDG_DATA_HOME", ".local/share");
}
std::filesystem::path defaultConfigFile() {
    return folderFrom("XDG_CONFIG_HOME", ".config") / "settings.toml";
}

std::filesystem::path dataFolder(const Settings &settings) {
    return settings.dataFolder.empty() ? defaultDataFolder() : settings.dataFolder;
}
std::filesystem::path ledgerPath(const Settings &settings) {
    return settings.ledger.path.empty() ? dataFolder(settings) / "ledger.db" : settings.ledger.path;
}
std::filesystem::path tokenPath(const Settings &settings) {
    return settings.door.tokenFile.empty() ? dataFolder(settings) / "admin.token" : settings.door.tokenFile;
}

} // namespace qd
