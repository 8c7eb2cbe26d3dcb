<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="en" sourcelanguage="en">
<context>
    <name>Health</name>
    <message numerus="yes">
        <source>%n worker(s) lost</source>
        <translation>
            <numerusform>%n worker lost</numerusform>
            <numerusform>%n workers lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) late</source>
        <translation>
            <numerusform>%n worker late</numerusform>
            <numerusform>%n workers late</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message numerus="yes">
        <source>%n workers</source>
        <translation>
            <numerusform>%n worker</numerusform>
            <numerusform>%n workers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pool set to %n worker(s)</source>
        <translation>
            <numerusform>Pool set to %n worker</numerusform>
            <numerusform>Pool set to %n workers</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) finish what they hold and leave.</source>
        <translation>
            <numerusform>%n worker finishes what it holds and leaves.</numerusform>
            <numerusform>%n workers finish what they hold and leave.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) join.</source>
        <translation>
            <numerusform>%n worker joins.</numerusform>
            <numerusform>%n workers join.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Pause %n workers?</source>
        <translation>
            <numerusform>Pause %n worker?</numerusform>
            <numerusform>Pause %n workers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n paused already, left as they are</source>
        <translation>
            <numerusform>%n paused already, left as it is</numerusform>
            <numerusform>%n paused already, left as they are</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n workers resumed</source>
        <translation>
            <numerusform>%n worker resumed</numerusform>
            <numerusform>%n workers resumed</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) are paused already</source>
        <translation>
            <numerusform>%n worker is paused already</numerusform>
            <numerusform>%n workers are paused already</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resume %n workers?</source>
        <translation>
            <numerusform>Resume %n worker?</numerusform>
            <numerusform>Resume %n workers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Drain %n workers?</source>
        <translation>
            <numerusform>Drain %n worker?</numerusform>
            <numerusform>Drain %n workers?</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n queue(s)</source>
        <translation>
            <numerusform>%n queue</numerusform>
            <numerusform>%n queues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TableExport</name>
    <message numerus="yes">
        <source>%1 row(s) written to %2</source>
        <translation>
            <numerusform>%1 row written to %2</numerusform>
            <numerusform>%1 rows written to %2</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::app::ControlRoom</name>
    <message numerus="yes">
        <source>%n task(s) are running.</source>
        <translation>
            <numerusform>%n task is running.</numerusform>
            <numerusform>%n tasks are running.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) are running and will finish</source>
        <translation>
            <numerusform>%n task is running and will finish</numerusform>
            <numerusform>%n tasks are running and will finish</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Closing when %n task(s) are done</source>
        <translation>
            <numerusform>Closing when %n task is done</numerusform>
            <numerusform>Closing when %n tasks are done</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n windows are open already; close one of them first</source>
        <translation>
            <numerusform>%n windows are open already; close one of them first</numerusform>
            <numerusform>%n windows are open already; close one of them first</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::BarList</name>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n more</numerusform>
            <numerusform>%n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>CommandTitle</name>
    <message numerus="yes">
        <source>%1 tasks</source>
        <translation>
            <numerusform>%1 task</numerusform>
            <numerusform>%1 tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::CommandDesk</name>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> and %n more</numerusform>
            <numerusform> and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::ConfirmDialog</name>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… and %n more</numerusform>
            <numerusform>… and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::DesktopNotifier</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>and %n more</numerusform>
            <numerusform>and %n more</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::NoticesDialog</name>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n unread</numerusform>
            <numerusform>%n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::OverridesDialog</name>
    <message numerus="yes">
        <source>Revert %n override(s)?</source>
        <translation>
            <numerusform>Revert %n override?</numerusform>
            <numerusform>Revert %n overrides?</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::QueuesCard</name>
    <message numerus="yes">
        <source>%1 waiting · %2 queues</source>
        <translation>
            <numerusform>%1 waiting · %2 queue</numerusform>
            <numerusform>%1 waiting · %2 queues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::QueuesPanel</name>
    <message numerus="yes">
        <source>%1 queues</source>
        <translation>
            <numerusform>%1 queue</numerusform>
            <numerusform>%1 queues</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::SettingsPage</name>
    <message numerus="yes">
        <source>%n line(s) copied</source>
        <translation>
            <numerusform>%n line copied</numerusform>
            <numerusform>%n lines copied</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::TopStrip</name>
    <message numerus="yes">
        <source>%n override(s)</source>
        <translation>
            <numerusform>%n override</numerusform>
            <numerusform>%n overrides</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Notices: %n unread</source>
        <translation>
            <numerusform>Notices: %n unread</numerusform>
            <numerusform>Notices: %n unread</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::LaneChart</name>
    <message numerus="yes">
        <source>%1 bars</source>
        <translation>
            <numerusform>%1 bar</numerusform>
            <numerusform>%1 bars</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::LanesPanel</name>
    <message numerus="yes">
        <source>%1 tasks</source>
        <translation>
            <numerusform>%1 task</numerusform>
            <numerusform>%1 tasks</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::QueueInspector</name>
    <message numerus="yes">
        <source>with %1 workers</source>
        <translation>
            <numerusform>with %1 worker</numerusform>
            <numerusform>with %1 workers</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>TimeMarks</name>
    <message numerus="yes">
        <source>%n worker(s) joined</source>
        <translation>
            <numerusform>%n worker joined</numerusform>
            <numerusform>%n workers joined</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) left</source>
        <translation>
            <numerusform>%n worker left</numerusform>
            <numerusform>%n workers left</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) lost</source>
        <translation>
            <numerusform>%n worker lost</numerusform>
            <numerusform>%n workers lost</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) late</source>
        <translation>
            <numerusform>%n worker late</numerusform>
            <numerusform>%n workers late</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) draining</source>
        <translation>
            <numerusform>%n worker draining</numerusform>
            <numerusform>%n workers draining</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n command(s) applied</source>
        <translation>
            <numerusform>%n command applied</numerusform>
            <numerusform>%n commands applied</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n command(s) refused</source>
        <translation>
            <numerusform>%n command refused</numerusform>
            <numerusform>%n commands refused</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n change</numerusform>
            <numerusform>%n changes</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::ChartDataDialog</name>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n point</numerusform>
            <numerusform>%n points</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n row copied</numerusform>
            <numerusform>%n rows copied</numerusform>
        </translation>
    </message>
</context>
</TS>
