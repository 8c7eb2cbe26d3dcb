<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE" sourcelanguage="en">
<context>
    <name>CommandOffers</name>
    <message>
        <source>Copy as qdctl</source>
        <translation>Als qdctl-Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy as curl</source>
        <translation>Als curl-Zeile kopieren</translation>
    </message>
    <message>
        <source>Copy as curl (%1)</source>
        <translation>Als curl-Zeile kopieren (%1)</translation>
    </message>
    <message>
        <source>there is nothing it would act on</source>
        <translation>es gibt nichts, worauf es wirken würde</translation>
    </message>
    <message>
        <source>it would be longer than a shell&apos;s line may be</source>
        <translation>die Zeile wäre länger, als eine Shell sie annimmt</translation>
    </message>
    <message>
        <source>Copy as command</source>
        <translation>Als Befehl kopieren</translation>
    </message>
</context>
<context>
    <name>Health</name>
    <message>
        <source>reading the ledger</source>
        <translation>liest das Ledger</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>recovering %1 of %2</source>
        <translation>stellt wieder her: %1 von %2</translation>
    </message>
    <message>
        <source>queue %1 paused, %2 waiting</source>
        <translation>Warteschlange %1 angehalten, %2 warten</translation>
    </message>
    <message>
        <source>intake refused</source>
        <translation>Annahme verweigert</translation>
    </message>
    <message>
        <source>nothing is started</source>
        <translation>nichts wird gestartet</translation>
    </message>
    <message>
        <source>no worker for %1 waiting</source>
        <translation>kein Worker für %1 wartende</translation>
    </message>
    <message>
        <source>all workers paused, %1 waiting</source>
        <translation>alle Worker angehalten, %1 warten</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) lost</source>
        <translation>
            <numerusform>%n Worker verloren</numerusform>
            <numerusform>%n Worker verloren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) late</source>
        <translation>
            <numerusform>%n Worker überfällig</numerusform>
            <numerusform>%n Worker überfällig</numerusform>
        </translation>
    </message>
    <message>
        <source>backlog grows by %1</source>
        <translation>Rückstau wächst um %1</translation>
    </message>
</context>
<context>
    <name>Override</name>
    <message>
        <source>Worker %1 paused</source>
        <translation>Worker %1 angehalten</translation>
    </message>
    <message>
        <source>Queue %1 paused</source>
        <translation>Warteschlange %1 angehalten</translation>
    </message>
    <message>
        <source>Everything paused</source>
        <translation>Alles angehalten</translation>
    </message>
    <message>
        <source>Pool set to %1 workers</source>
        <translation>Pool auf %1 Worker gesetzt</translation>
    </message>
</context>
<context>
    <name>PageActions</name>
    <message>
        <source>not possible now: select something it fits</source>
        <translation>jetzt nicht möglich: etwas Passendes auswählen</translation>
    </message>
</context>
<context>
    <name>PageSet</name>
    <message>
        <source>Overview</source>
        <translation>Überblick</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Queues &amp; tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>from figure to chart to list</source>
        <translation>von Zahl zu Kurve zu Liste</translation>
    </message>
    <message>
        <source>on a figure or a line: show what it stands for</source>
        <translation>auf einer Zahl oder Zeile: zeigen, wofür sie steht</translation>
    </message>
    <message>
        <source>through the lines of a list</source>
        <translation>durch die Zeilen einer Liste</translation>
    </message>
    <message>
        <source>read a chart, moment by moment</source>
        <translation>eine Kurve ablesen, Moment für Moment</translation>
    </message>
</context>
<context>
    <name>QObject</name>
    <message>
        <source>The pause of queue %1 was taken back</source>
        <translation>Die Pause der Warteschlange %1 wurde zurückgenommen</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>15 min</source>
        <translation>15 min</translation>
    </message>
    <message>
        <source>1 h</source>
        <translation>1 h</translation>
    </message>
    <message>
        <source>8 h</source>
        <translation>8 h</translation>
    </message>
    <message>
        <source>Ends after</source>
        <translation>Endet nach</translation>
    </message>
    <message>
        <source>why; everybody who looks will see it</source>
        <translation>warum; jeder, der hinsieht, liest es</translation>
    </message>
    <message>
        <source>&amp;Reason</source>
        <translation>&amp;Grund</translation>
    </message>
    <message>
        <source>worker %1</source>
        <translation>Worker %1</translation>
    </message>
    <message numerus="yes">
        <source>%n workers</source>
        <translation>
            <numerusform>%n Worker</numerusform>
            <numerusform>%n Worker</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 paused</source>
        <translation>%1 angehalten</translation>
    </message>
    <message>
        <source>%1 resumed</source>
        <translation>%1 läuft weiter</translation>
    </message>
    <message>
        <source>Pause %1?</source>
        <translation>%1 anhalten?</translation>
    </message>
    <message>
        <source>It finishes what it holds and gets no new task.</source>
        <translation>Er beendet, was er hält, und bekommt keine neue Aufgabe.</translation>
    </message>
    <message>
        <source>Pause</source>
        <translation>Anhalten</translation>
    </message>
    <message>
        <source>Resume %1?</source>
        <translation>%1 weiterlaufen lassen?</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Pool follows the settings again</source>
        <translation>Der Pool folgt wieder den Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>Pool set to %n worker(s)</source>
        <translation>
            <numerusform>Pool auf %n Worker gesetzt</numerusform>
            <numerusform>Pool auf %n Worker gesetzt</numerusform>
        </translation>
    </message>
    <message>
        <source>Pool size reverted</source>
        <translation>Poolgröße zurückgenommen</translation>
    </message>
    <message>
        <source>Resize the pool from %1 to %2?</source>
        <translation>Pool von %1 auf %2 ändern?</translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) finish what they hold and leave.</source>
        <translation>
            <numerusform>%n Worker beendet, was er hält, und geht.</numerusform>
            <numerusform>%n Worker beenden, was sie halten, und gehen.</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) join.</source>
        <translation>
            <numerusform>%n Worker kommt hinzu.</numerusform>
            <numerusform>%n Worker kommen hinzu.</numerusform>
        </translation>
    </message>
    <message>
        <source>Resize pool</source>
        <translation>Pool ändern</translation>
    </message>
    <message>
        <source>Drain %1?</source>
        <translation>%1 leerlaufen lassen?</translation>
    </message>
    <message>
        <source>It finishes what it holds, takes nothing new and leaves. This cannot be undone.</source>
        <translation>Er beendet, was er hält, nimmt nichts Neues an und geht. Das lässt sich nicht zurücknehmen.</translation>
    </message>
    <message>
        <source>Drain worker</source>
        <translation>Worker leerlaufen lassen</translation>
    </message>
    <message>
        <source>%1 is draining</source>
        <translation>%1 läuft leer</translation>
    </message>
    <message numerus="yes">
        <source>Pause %n workers?</source>
        <translation>
            <numerusform>%n Worker anhalten?</numerusform>
            <numerusform>%n Worker anhalten?</numerusform>
        </translation>
    </message>
    <message>
        <source>Each finishes what it holds and gets no new task. %1 of %2 workers are affected.</source>
        <translation>Jeder beendet, was er hält, und bekommt keine neue Aufgabe. Das betrifft %1 von %2 Workern.</translation>
    </message>
    <message numerus="yes">
        <source>%n paused already, left as they are</source>
        <translation>
            <numerusform>%n schon angehalten, bleibt so</numerusform>
            <numerusform>%n schon angehalten, bleiben so</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause workers</source>
        <translation>Worker anhalten</translation>
    </message>
    <message>
        <source>%1 workers paused</source>
        <translation>%1 Worker angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%n workers resumed</source>
        <translation>
            <numerusform>%n Worker läuft weiter</numerusform>
            <numerusform>%n Worker laufen weiter</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) are paused already</source>
        <translation>
            <numerusform>%n Worker ist schon angehalten</numerusform>
            <numerusform>%n Worker sind schon angehalten</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>Resume %n workers?</source>
        <translation>
            <numerusform>%n Worker weiterlaufen lassen?</numerusform>
            <numerusform>%n Worker weiterlaufen lassen?</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 workers resumed</source>
        <translation>%1 Worker laufen weiter</translation>
    </message>
    <message numerus="yes">
        <source>Drain %n workers?</source>
        <translation>
            <numerusform>%n Worker leerlaufen lassen?</numerusform>
            <numerusform>%n Worker leerlaufen lassen?</numerusform>
        </translation>
    </message>
    <message>
        <source>Each finishes what it holds, takes nothing new and leaves. This cannot be undone.</source>
        <translation>Jeder beendet, was er hält, nimmt nichts Neues und geht. Das lässt sich nicht rückgängig machen.</translation>
    </message>
    <message>
        <source>Drain workers</source>
        <translation>Worker leerlaufen lassen</translation>
    </message>
    <message>
        <source>%1 workers are draining</source>
        <translation>%1 Worker laufen leer</translation>
    </message>
    <message numerus="yes">
        <source>%n queue(s)</source>
        <translation>
            <numerusform>%n Warteschlange</numerusform>
            <numerusform>%n Warteschlangen</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause queue %1?</source>
        <translation>Warteschlange %1 anhalten?</translation>
    </message>
    <message>
        <source>Queue %1 paused</source>
        <translation>Warteschlange %1 angehalten</translation>
    </message>
    <message>
        <source>Queue %1 resumed</source>
        <translation>Warteschlange %1 läuft weiter</translation>
    </message>
    <message>
        <source>Resume queue %1?</source>
        <translation>Warteschlange %1 weiterlaufen lassen?</translation>
    </message>
    <message>
        <source>Tasks are still accepted; none of them is started.</source>
        <translation>Aufgaben werden weiter angenommen; keine wird begonnen.</translation>
    </message>
    <message>
        <source>queue %1</source>
        <translation>Warteschlange %1</translation>
    </message>
</context>
<context>
    <name>State</name>
    <message>
        <source>later</source>
        <translation>später</translation>
    </message>
    <message>
        <source>submitted</source>
        <translation>eingereicht</translation>
    </message>
    <message>
        <source>its parents are done</source>
        <translation>seine Eltern sind fertig</translation>
    </message>
    <message>
        <source>a parent failed</source>
        <translation>ein Elternteil ist gescheitert</translation>
    </message>
    <message>
        <source>a parent was cancelled</source>
        <translation>ein Elternteil wurde abgebrochen</translation>
    </message>
    <message>
        <source>handed to a worker</source>
        <translation>einem Worker übergeben</translation>
    </message>
    <message>
        <source>started</source>
        <translation>begonnen</translation>
    </message>
    <message>
        <source>succeeded</source>
        <translation>gelungen</translation>
    </message>
    <message>
        <source>the attempt failed</source>
        <translation>der Versuch ist gescheitert</translation>
    </message>
    <message>
        <source>timed out</source>
        <translation>Zeit überschritten</translation>
    </message>
    <message>
        <source>its worker fell silent</source>
        <translation>der Worker ist verstummt</translation>
    </message>
    <message>
        <source>handed back by its worker</source>
        <translation>vom Worker zurückgegeben</translation>
    </message>
    <message>
        <source>all attempts are used up</source>
        <translation>alle Versuche sind verbraucht</translation>
    </message>
    <message>
        <source>too many deliveries were lost (poison)</source>
        <translation>zu viele Zustellungen gingen verloren (Gift)</translation>
    </message>
    <message>
        <source>trying again cannot mend it</source>
        <translation>ein neuer Versuch kann nicht helfen</translation>
    </message>
    <message>
        <source>the deadline passed</source>
        <translation>die Frist ist verstrichen</translation>
    </message>
    <message>
        <source>due for its next attempt</source>
        <translation>der nächste Versuch ist fällig</translation>
    </message>
    <message>
        <source>cancelled by a person</source>
        <translation>von einer Person abgebrochen</translation>
    </message>
    <message>
        <source>suspended by a person</source>
        <translation>von einer Person ausgesetzt</translation>
    </message>
    <message>
        <source>resumed by a person</source>
        <translation>von einer Person fortgesetzt</translation>
    </message>
    <message>
        <source>retried by a person</source>
        <translation>von einer Person wiederholt</translation>
    </message>
    <message>
        <source>queued again by a person</source>
        <translation>von einer Person neu eingereiht</translation>
    </message>
    <message>
        <source>found again at the start of the engine</source>
        <translation>beim Start der Engine wiedergefunden</translation>
    </message>
    <message>
        <source>unknown</source>
        <translation>unbekannt</translation>
    </message>
    <message>
        <source>pending</source>
        <translation>ausstehend</translation>
    </message>
    <message>
        <source>queued</source>
        <translation>eingereiht</translation>
    </message>
    <message>
        <source>assigned</source>
        <translation>zugeteilt</translation>
    </message>
    <message>
        <source>running</source>
        <translation>läuft</translation>
    </message>
    <message>
        <source>retrying</source>
        <translation>wiederholt</translation>
    </message>
    <message>
        <source>suspended</source>
        <translation>ausgesetzt</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>vollendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>cancelled</source>
        <translation>abgebrochen</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>draining</source>
        <translation>läuft leer</translation>
    </message>
    <message>
        <source>lost</source>
        <translation>verloren</translation>
    </message>
    <message>
        <source>gone</source>
        <translation>gegangen</translation>
    </message>
    <message>
        <source>recovering</source>
        <translation>stellt wieder her</translation>
    </message>
    <message>
        <source>drained</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>stopping</source>
        <translation>hält an</translation>
    </message>
    <message>
        <source>stopped</source>
        <translation>steht</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>beschäftigt</translation>
    </message>
    <message>
        <source>idle</source>
        <translation>frei</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>healthy</source>
        <translation>gesund</translation>
    </message>
    <message>
        <source>degraded</source>
        <translation>beeinträchtigt</translation>
    </message>
    <message>
        <source>failing</source>
        <translation>gestört</translation>
    </message>
    <message>
        <source>held</source>
        <translation>aufgehalten</translation>
    </message>
</context>
<context>
    <name>SubmitDialog</name>
    <message>
        <source>The payload is not JSON yet</source>
        <translation>Die Nutzlast ist noch kein JSON</translation>
    </message>
    <message>
        <source>The payload is not JSON yet: line %1, column %2: %3</source>
        <translation>Die Nutzlast ist noch kein JSON: Zeile %1, Spalte %2: %3</translation>
    </message>
</context>
<context>
    <name>TableExport</name>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>The export failed: %1</source>
        <translation>Der Export ist gescheitert: %1</translation>
    </message>
    <message numerus="yes">
        <source>%1 row(s) written to %2</source>
        <translation>
            <numerusform>%1 Zeile nach %2 geschrieben</numerusform>
            <numerusform>%1 Zeilen nach %2 geschrieben</numerusform>
        </translation>
    </message>
    <message>
        <source>tasks changed meanwhile: some may be missing, none is there twice</source>
        <translation>inzwischen änderten sich Aufgaben: manche können fehlen, keine steht doppelt da</translation>
    </message>
    <message>
        <source>Export</source>
        <translation>Export</translation>
    </message>
    <message>
        <source>Writing %1</source>
        <translation>%1 wird geschrieben</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>%1 of %2 rows</source>
        <translation>%1 von %2 Zeilen</translation>
    </message>
    <message>
        <source>The export was cancelled; no file was written</source>
        <translation>Der Export wurde abgebrochen; es wurde keine Datei geschrieben</translation>
    </message>
    <message>
        <source>Picture written to %1</source>
        <translation>Bild nach %1 geschrieben</translation>
    </message>
    <message>
        <source>The picture was not written: %1</source>
        <translation>Das Bild wurde nicht geschrieben: %1</translation>
    </message>
    <message>
        <source>Save a picture of this chart…</source>
        <translation>Bild dieses Diagramms speichern…</translation>
    </message>
</context>
<context>
    <name>TaskActions</name>
    <message>
        <source>Cancel %1?</source>
        <translation>%1 abbrechen?</translation>
    </message>
    <message>
        <source>Running work is stopped and its result thrown away. A cancelled task cannot be brought back.</source>
        <translation>Laufende Arbeit wird beendet und ihr Ergebnis verworfen. Eine abgebrochene Aufgabe kommt nicht zurück.</translation>
    </message>
    <message>
        <source>Cancel tasks</source>
        <translation>Aufgaben abbrechen</translation>
    </message>
    <message>
        <source>%1 cancelled</source>
        <translation>%1 abgebrochen</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>abbrechen</translation>
    </message>
    <message>
        <source>Suspend %1?</source>
        <translation>%1 aussetzen?</translation>
    </message>
    <message>
        <source>Running ones are taken from their workers and start again from the beginning when resumed.</source>
        <translation>Laufende werden ihren Workern genommen und beginnen von vorn, wenn sie weiterlaufen.</translation>
    </message>
    <message>
        <source>Suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>%1 suspended</source>
        <translation>%1 ausgesetzt</translation>
    </message>
    <message>
        <source>%1 resumed</source>
        <translation>%1 läuft weiter</translation>
    </message>
    <message>
        <source>Resume %1?</source>
        <translation>%1 weiterlaufen lassen?</translation>
    </message>
    <message>
        <source>They are queued again.</source>
        <translation>Sie werden wieder eingereiht.</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Retry %1?</source>
        <translation>%1 wiederholen?</translation>
    </message>
    <message>
        <source>They are queued again with fresh attempts; their history is kept.</source>
        <translation>Sie werden mit frischen Versuchen wieder eingereiht; ihre Geschichte bleibt.</translation>
    </message>
    <message>
        <source>Retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>%1 queued again</source>
        <translation>%1 wieder eingereiht</translation>
    </message>
    <message>
        <source>Requeue %1?</source>
        <translation>%1 zurückstellen?</translation>
    </message>
    <message>
        <source>They are taken from their workers and queued again; no attempt is counted.</source>
        <translation>Sie werden ihren Workern genommen und wieder eingereiht; kein Versuch wird gezählt.</translation>
    </message>
    <message>
        <source>Requeue</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>%1 requeued</source>
        <translation>%1 zurückgestellt</translation>
    </message>
    <message>
        <source>Purge %1?</source>
        <translation>%1 löschen?</translation>
    </message>
    <message>
        <source>They are deleted from the ledger with their results and history. Nobody can bring them back.</source>
        <translation>Sie werden mit Ergebnis und Geschichte aus dem Ledger gelöscht. Niemand bringt sie zurück.</translation>
    </message>
    <message>
        <source>Purge tasks</source>
        <translation>Aufgaben löschen</translation>
    </message>
    <message>
        <source>%1 purged</source>
        <translation>%1 gelöscht</translation>
    </message>
    <message>
        <source>purge</source>
        <translation>löschen</translation>
    </message>
    <message>
        <source>All that match the filter when it arrives, and no more than now</source>
        <translation>Alle, auf die der Filter bei der Ausführung passt, und nicht mehr als jetzt</translation>
    </message>
    <message>
        <source>All that match %1 when it arrives, and no more than now</source>
        <translation>Alle, auf die bei der Ausführung %1 passt, und nicht mehr als jetzt</translation>
    </message>
    <message>
        <source>Give %1 the priority %2?</source>
        <translation>%1: Priorität %2 geben?</translation>
    </message>
    <message>
        <source>Those that wait go on waiting in another lane; running ones are not touched.</source>
        <translation>Wartende warten auf einer anderen Spur weiter; laufende bleiben unberührt.</translation>
    </message>
    <message>
        <source>Change priority</source>
        <translation>Priorität ändern</translation>
    </message>
    <message>
        <source>Priority of %1 changed</source>
        <translation>Priorität von %1 geändert</translation>
    </message>
    <message>
        <source>Cancel…</source>
        <translation>Abbrechen…</translation>
    </message>
    <message>
        <source>Requeue…</source>
        <translation>Zurückstellen…</translation>
    </message>
    <message>
        <source>Purge…</source>
        <translation>Löschen…</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>1 (last) to 10 (first)</source>
        <translation>1 (zuletzt) bis 10 (zuerst)</translation>
    </message>
</context>
<context>
    <name>TaskInspector</name>
    <message>
        <source>%1 so far</source>
        <translation>bisher %1</translation>
    </message>
    <message>
        <source>none has ended yet</source>
        <translation>noch keiner ist zu Ende</translation>
    </message>
</context>
<context>
    <name>Why</name>
    <message>
        <source> (No longer so.)</source>
        <translation> (Gilt nicht mehr.)</translation>
    </message>
    <message>
        <source>Waits for its time: not before %1.</source>
        <translation>Wartet auf ihre Zeit: nicht vor %1.</translation>
    </message>
    <message>
        <source>Waits for its next attempt, at %1.</source>
        <translation>Wartet auf ihren nächsten Versuch, um %1.</translation>
    </message>
    <message>
        <source>Suspended: it waits until somebody resumes it.</source>
        <translation>Zurückgestellt: Sie wartet, bis jemand sie fortsetzt.</translation>
    </message>
    <message>
        <source>Waits for its parents: %1.</source>
        <translation>Wartet auf ihre Eltern: %1.</translation>
    </message>
    <message>
        <source>No record kept. Of dispatches, 1 of %1 is sampled; retries, lost leases and dead letters are all kept until the ring is full.</source>
        <translation>Kein Eintrag aufbewahrt. Von Zuteilungen wird 1 von %1 festgehalten; Wiederholungen, verlorene Leases und unzustellbare Aufgaben alle, bis der Ring voll ist.</translation>
    </message>
</context>
<context>
    <name>WorkerCells</name>
    <message>
        <source> for %1</source>
        <translation> seit %1</translation>
    </message>
</context>
<context>
    <name>WorkerLook</name>
    <message>
        <source>late</source>
        <translation>verspätet</translation>
    </message>
</context>
<context>
    <name>qd::app::ClosingWait</name>
    <message>
        <source>Quarterdeck closes when the running tasks are done</source>
        <translation>Quarterdeck schließt, wenn die laufenden Aufgaben fertig sind</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>schließt</translation>
    </message>
</context>
<context>
    <name>ThingFinder</name>
    <message>
        <source>task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Pause worker %1…</source>
        <translation>Worker %1 anhalten…</translation>
    </message>
    <message>
        <source>Resume worker %1</source>
        <translation>Worker %1 fortsetzen</translation>
    </message>
    <message>
        <source>Drain worker %1…</source>
        <translation>Worker %1 leerlaufen lassen…</translation>
    </message>
    <message>
        <source>Pause queue %1…</source>
        <translation>Warteschlange %1 anhalten…</translation>
    </message>
    <message>
        <source>Resume queue %1</source>
        <translation>Warteschlange %1 fortsetzen</translation>
    </message>
</context>
<context>
    <name>qd::app::ControlRoom</name>
    <message>
        <source>door.enabled is off in the settings</source>
        <translation>door.enabled ist in den Einstellungen aus</translation>
    </message>
    <message>
        <source>The engine does not answer since %1</source>
        <translation>Die Engine antwortet seit %1 nicht</translation>
    </message>
    <message>
        <source>what is shown is from then; commands wait, and it may still come back</source>
        <translation>was zu sehen ist, ist von da; Befehle warten, und sie kann noch wiederkommen</translation>
    </message>
    <message>
        <source>no answer</source>
        <translation>keine Antwort</translation>
    </message>
    <message>
        <source>What watching costs</source>
        <translation>Was das Zusehen kostet</translation>
    </message>
    <message>
        <source>What watching costs…</source>
        <translation>Was das Zusehen kostet…</translation>
    </message>
    <message>
        <source>observer cpu memory frames late</source>
        <translation>beobachter cpu speicher bilder spät</translation>
    </message>
    <message>
        <source>Shares are of one processor core, over the last second. A turn of the window's event loop is late after %1 ms.</source>
        <translation>Anteile eines Prozessorkerns über die letzte Sekunde. Ein Durchlauf der Ereignisschleife des Fensters ist nach %1 ms verspätet.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>%1 of %2 in %3 pictures</source>
        <translation>%1 von %2 in %3 Bildern</translation>
    </message>
    <message>
        <source>Engine, for its pictures</source>
        <translation>Engine, für ihre Bilder</translation>
    </message>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>Memory of the time bar</source>
        <translation>Gedächtnis der Zeitleiste</translation>
    </message>
    <message>
        <source>Pictures thinned out</source>
        <translation>Ausgedünnte Bilder</translation>
    </message>
    <message>
        <source>History of the charts</source>
        <translation>Verlauf der Diagramme</translation>
    </message>
    <message>
        <source>Copy of the task table</source>
        <translation>Kopie der Aufgabentabelle</translation>
    </message>
    <message>
        <source>%1 for %2 tasks</source>
        <translation>%1 für %2 Aufgaben</translation>
    </message>
    <message>
        <source>Late turns</source>
        <translation>Verspätete Durchläufe</translation>
    </message>
    <message>
        <source>Longest turn</source>
        <translation>Längster Durchlauf</translation>
    </message>
    <message>
        <source>task lists do not go back: they are as they were at %1; actions wait until the view is live</source>
        <translation>Aufgabenlisten gehen nicht zurück: Sie stehen, wie sie um %1 waren; Aktionen warten, bis die Ansicht live ist</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>the engine is not running</source>
        <translation>die Engine läuft nicht</translation>
    </message>
    <message>
        <source>Submit a task…</source>
        <translation>Aufgabe einreichen…</translation>
    </message>
    <message>
        <source>new run add</source>
        <translation>neu starten hinzufügen</translation>
    </message>
    <message>
        <source>Pause everything…</source>
        <translation>Alles anhalten…</translation>
    </message>
    <message>
        <source>stop hold dispatch</source>
        <translation>stopp halten zuteilen</translation>
    </message>
    <message>
        <source>Resume everything</source>
        <translation>Alles weiterlaufen lassen</translation>
    </message>
    <message>
        <source>continue</source>
        <translation>weiter fortsetzen</translation>
    </message>
    <message>
        <source>Dispatching goes on</source>
        <translation>Die Zuteilung geht weiter</translation>
    </message>
    <message>
        <source>Resume everything?</source>
        <translation>Alles weiterlaufen lassen?</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Resize the pool…</source>
        <translation>Pool ändern…</translation>
    </message>
    <message>
        <source>workers scale</source>
        <translation>worker skalieren</translation>
    </message>
    <message>
        <source>Show overrides…</source>
        <translation>Eingriffe zeigen…</translation>
    </message>
    <message>
        <source>leases imposed revert</source>
        <translation>leases auferlegt zurücknehmen</translation>
    </message>
    <message>
        <source>Start demonstration</source>
        <translation>Vorführung starten</translation>
    </message>
    <message>
        <source>synthetic load</source>
        <translation>künstliche Last</translation>
    </message>
    <message>
        <source>Stop synthetic load</source>
        <translation>Künstliche Last beenden</translation>
    </message>
    <message>
        <source>demonstration</source>
        <translation>vorführung</translation>
    </message>
    <message>
        <source>Run the example</source>
        <translation>Beispiel ausführen</translation>
    </message>
    <message>
        <source>checksums http</source>
        <translation>prüfsummen http</translation>
    </message>
    <message>
        <source>Quit</source>
        <translation>Beenden</translation>
    </message>
    <message>
        <source>close exit</source>
        <translation>schließen verlassen</translation>
    </message>
    <message>
        <source>qdctl cannot reach this engine</source>
        <translation>qdctl erreicht diese Engine nicht</translation>
    </message>
    <message>
        <source>in memory, lost on exit</source>
        <translation>im Speicher, beim Beenden verloren</translation>
    </message>
    <message>
        <source>no engine</source>
        <translation>keine Engine</translation>
    </message>
    <message>
        <source>The engine could not start</source>
        <translation>Die Engine konnte nicht starten</translation>
    </message>
    <message>
        <source>%1 (process %2) has the ledger</source>
        <translation>%1 (Prozess %2) hat das Ledger</translation>
    </message>
    <message>
        <source>Stop it and open here</source>
        <translation>Dort beenden und hier öffnen</translation>
    </message>
    <message>
        <source>Try again</source>
        <translation>Noch einmal versuchen</translation>
    </message>
    <message>
        <source>Close Quarterdeck?</source>
        <translation>Quarterdeck schließen?</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) are running.</source>
        <translation>
            <numerusform>%n Aufgabe läuft.</numerusform>
            <numerusform>%n Aufgaben laufen.</numerusform>
        </translation>
    </message>
    <message>
        <source>Stop when they are &amp;done</source>
        <translation>Beenden, wenn sie &amp;fertig sind</translation>
    </message>
    <message>
        <source>Stop &amp;now</source>
        <translation>&amp;Jetzt beenden</translation>
    </message>
    <message>
        <source>Stop now</source>
        <translation>Jetzt beenden</translation>
    </message>
    <message>
        <source>Example: %1</source>
        <translation>Beispiel: %1</translation>
    </message>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>Example finished and verified</source>
        <translation>Beispiel fertig und geprüft</translation>
    </message>
    <message>
        <source>Example ended</source>
        <translation>Beispiel beendet</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>choosing files</source>
        <translation>wählt Dateien</translation>
    </message>
    <message>
        <source>everything</source>
        <translation>alles</translation>
    </message>
    <message>
        <source>Pause everything?</source>
        <translation>Alles anhalten?</translation>
    </message>
    <message>
        <source>No task is started anywhere until it ends or somebody resumes.</source>
        <translation>Nirgends wird eine Aufgabe begonnen, bis es endet oder jemand weiterlaufen lässt.</translation>
    </message>
    <message numerus="yes">
        <source>%n task(s) are running and will finish</source>
        <translation>
            <numerusform>%n Aufgabe läuft und wird fertig</numerusform>
            <numerusform>%n Aufgaben laufen und werden fertig</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause everything</source>
        <translation>Alles anhalten</translation>
    </message>
    <message>
        <source>Everything is paused</source>
        <translation>Alles ist angehalten</translation>
    </message>
    <message>
        <source>The view is frozen at %1</source>
        <translation>Die Ansicht steht bei %1</translation>
    </message>
    <message>
        <source>the engine goes on; actions wait until the view is live</source>
        <translation>die Engine läuft weiter; gehandelt wird erst wieder live</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>Live gehen</translation>
    </message>
    <message>
        <source>workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>The ledger cannot write; new tasks are refused until it can</source>
        <translation>Das Ledger kann nicht schreiben; bis dahin werden neue Aufgaben abgelehnt</translation>
    </message>
    <message>
        <source>New tasks are refused</source>
        <translation>Neue Aufgaben werden abgelehnt</translation>
    </message>
    <message>
        <source>The engine has stopped</source>
        <translation>Die Engine steht</translation>
    </message>
    <message>
        <source>demonstration, seed %1; nothing here is kept</source>
        <translation>Vorführung, Startwert %1; nichts hiervon bleibt</translation>
    </message>
    <message>
        <source>made-up tasks, seed %1</source>
        <translation>erfundene Aufgaben, Startwert %1</translation>
    </message>
    <message>
        <source>Synthetic load</source>
        <translation>Künstliche Last</translation>
    </message>
    <message>
        <source>Stop load</source>
        <translation>Last beenden</translation>
    </message>
    <message>
        <source>Stop it now and open here</source>
        <translation>Sofort beenden und hier öffnen</translation>
    </message>
    <message>
        <source>Open folder</source>
        <translation>Ordner öffnen</translation>
    </message>
    <message>
        <source>Waiting for %1 to stop</source>
        <translation>Warten, bis %1 beendet ist</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>It hands its running tasks back; they run again from their start here.</source>
        <translation>Es gibt seine laufenden Aufgaben zurück; sie laufen hier von vorn.</translation>
    </message>
    <message>
        <source>Its running tasks have as long as its shutdown.drain says (25 s, unless it was set); what is not done by then runs again from its start here.</source>
        <translation>Seine laufenden Aufgaben haben so lange, wie sein shutdown.drain sagt (25 s, wenn nicht anders gesetzt); was dann nicht fertig ist, läuft hier von vorn.</translation>
    </message>
    <message>
        <source>%1
%2 so far.</source>
        <translation>%1
Bisher %2.</translation>
    </message>
    <message>
        <source>Start made-up load on this ledger?</source>
        <translation>Erfundene Last auf diesem Ledger starten?</translation>
    </message>
    <message>
        <source>Its tasks do nothing but take time, and they are stored among your own: about %1 a second in %2, until you stop the load. They stay there afterwards, as long as finished tasks are kept.

&quot;quarterdeck --demo&quot; shows the same on a ledger that is thrown away.</source>
        <translation>Ihre Aufgaben tun nichts als Zeit zu brauchen und werden neben den eigenen gespeichert: etwa %1 je Sekunde in %2, bis die Last angehalten wird. Danach bleiben sie dort, so lange fertige Aufgaben aufgehoben werden.

„quarterdeck --demo“ zeigt dasselbe auf einem Ledger, das weggeworfen wird.</translation>
    </message>
    <message>
        <source>Start load</source>
        <translation>Last starten</translation>
    </message>
    <message>
        <source>Run the example?</source>
        <translation>Beispiel ausführen?</translation>
    </message>
    <message>
        <source>It takes the checksums of files on this machine and fetches pages from a server of its own: 10 000 real tasks, checked at the end.</source>
        <translation>Es bildet Prüfsummen von Dateien dieses Rechners und holt Seiten von einem eigenen Server: 10 000 echte Aufgaben, am Ende geprüft.</translation>
    </message>
    <message>
        <source>allows the program sha256sum for every task submitted here (command.allow)</source>
        <translation>erlaubt das Programm sha256sum für jede hier aufgegebene Aufgabe (command.allow)</translation>
    </message>
    <message>
        <source>stores its tasks in %1, beside your own</source>
        <translation>speichert seine Aufgaben in %1, neben den eigenen</translation>
    </message>
    <message>
        <source>writes its report to %1</source>
        <translation>schreibt seinen Bericht nach %1</translation>
    </message>
    <message>
        <source>When they are done: nothing more is started, the window stays until the last of them has ended, however long that takes.</source>
        <translation>Wenn sie fertig sind: Nichts wird mehr gestartet, das Fenster bleibt, bis die letzte zu Ende ist, wie lange das auch dauert.</translation>
    </message>
    <message>
        <source>The ledger is in memory: everything that is not finished by then is lost.</source>
        <translation>Das Ledger liegt im Speicher: Alles, was dann nicht fertig ist, geht verloren.</translation>
    </message>
    <message>
        <source>Now: they are handed back without counting as tried, and run again from their start at the next launch.</source>
        <translation>Sofort: Sie werden zurückgegeben, ohne als versucht zu zählen, und laufen beim nächsten Start von vorn.</translation>
    </message>
    <message>
        <source>Not closing: tasks are started again</source>
        <translation>Es wird nicht geschlossen: Aufgaben werden wieder gestartet</translation>
    </message>
    <message>
        <source>Cannot wait for the tasks: %1</source>
        <translation>Kann nicht auf die Aufgaben warten: %1</translation>
    </message>
    <message numerus="yes">
        <source>Closing when %n task(s) are done</source>
        <translation>
            <numerusform>Schließt, wenn %n Aufgabe fertig ist</numerusform>
            <numerusform>Schließt, wenn %n Aufgaben fertig sind</numerusform>
        </translation>
    </message>
    <message>
        <source>nothing more is started</source>
        <translation>nichts wird mehr gestartet</translation>
    </message>
    <message>
        <source>Keep running</source>
        <translation>Weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Stopping</source>
        <translation>Wird beendet</translation>
    </message>
    <message>
        <source>running tasks have up to %1 to finish (shutdown.drain); the rest runs again at the next start</source>
        <translation>laufende Aufgaben haben bis zu %1 (shutdown.drain); der Rest läuft beim nächsten Start wieder</translation>
    </message>
    <message>
        <source>closing</source>
        <translation>schließt</translation>
    </message>
    <message>
        <source>no table is on screen</source>
        <translation>es ist keine Tabelle zu sehen</translation>
    </message>
    <message>
        <source>Export the table as CSV…</source>
        <translation>Tabelle als CSV exportieren…</translation>
    </message>
    <message>
        <source>save download rows file</source>
        <translation>speichern herunterladen Zeilen Datei</translation>
    </message>
    <message>
        <source>Export the table as JSON…</source>
        <translation>Tabelle als JSON exportieren…</translation>
    </message>
    <message>
        <source>Choose the table&apos;s columns…</source>
        <translation>Spalten der Tabelle wählen…</translation>
    </message>
    <message>
        <source>hide show move order width</source>
        <translation>verbergen zeigen verschieben Reihenfolge Breite</translation>
    </message>
    <message>
        <source>Save a picture of the page…</source>
        <translation>Bild der Seite speichern…</translation>
    </message>
    <message>
        <source>PNG screenshot export image</source>
        <translation>PNG Bildschirmfoto Export Bild</translation>
    </message>
    <message>
        <source>Theme: as the desktop</source>
        <translation>Farben: wie der Desktop</translation>
    </message>
    <message>
        <source>dark light system</source>
        <translation>dunkel hell System</translation>
    </message>
    <message>
        <source>Theme: dark</source>
        <translation>Farben: dunkel</translation>
    </message>
    <message>
        <source>night colours</source>
        <translation>Nacht Farben</translation>
    </message>
    <message>
        <source>Theme: light</source>
        <translation>Farben: hell</translation>
    </message>
    <message>
        <source>day colours</source>
        <translation>Tag Farben</translation>
    </message>
    <message>
        <source>Switch between local time and UTC</source>
        <translation>Zwischen Ortszeit und UTC wechseln</translation>
    </message>
    <message>
        <source>clock times zone GMT</source>
        <translation>Uhr Zeiten Zone GMT</translation>
    </message>
    <message>
        <source>Reset layout</source>
        <translation>Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>size splitters columns default</source>
        <translation>Größe Teiler Spalten Standard</translation>
    </message>
    <message>
        <source>Open this page in a new window</source>
        <translation>Diese Seite in neuem Fenster öffnen</translation>
    </message>
    <message>
        <source>second window screen</source>
        <translation>zweites Fenster Bildschirm</translation>
    </message>
    <message>
        <source>Show notices…</source>
        <translation>Meldungen zeigen…</translation>
    </message>
    <message>
        <source>warnings errors bell unread</source>
        <translation>Warnungen Fehler Glocke ungelesen</translation>
    </message>
    <message>
        <source>About Quarterdeck…</source>
        <translation>Über Quarterdeck…</translation>
    </message>
    <message>
        <source>version licence Qt help</source>
        <translation>Version Lizenz Qt Hilfe</translation>
    </message>
    <message numerus="yes">
        <source>%n windows are open already; close one of them first</source>
        <translation>
            <numerusform>%n Fenster ist schon offen; schließen Sie erst eines davon</numerusform>
            <numerusform>%n Fenster sind schon offen; schließen Sie erst eines davon</numerusform>
        </translation>
    </message>
    <message>
        <source>Zoom in: larger</source>
        <translation>Alles vergrößern</translation>
    </message>
    <message>
        <source>zoom bigger presentation font scale</source>
        <translation>Zoom größer Präsentation Schrift Vortrag</translation>
    </message>
    <message>
        <source>Zoom out: smaller</source>
        <translation>Alles verkleinern</translation>
    </message>
    <message>
        <source>zoom smaller font scale</source>
        <translation>Zoom kleiner Schrift</translation>
    </message>
    <message>
        <source>Zoom 100 %: the usual size</source>
        <translation>Zoom 100 %: die übliche Größe</translation>
    </message>
    <message>
        <source>zoom reset normal font scale</source>
        <translation>Zoom zurück normal Schrift</translation>
    </message>
    <message>
        <source>Zoom %1 %</source>
        <translation>Zoom %1 %</translation>
    </message>
    <message>
        <source>Zoom %1 %: it goes no further</source>
        <translation>Zoom %1 %: weiter geht es nicht</translation>
    </message>
    <message>
        <source>Zoom %1 %: smaller it does not get</source>
        <translation>Zoom %1 %: kleiner wird es nicht</translation>
    </message>
</context>
<context>
    <name>qd::app::ExampleRunner</name>
    <message>
        <source>, %1 failed</source>
        <translation>, %1 gescheitert</translation>
    </message>
    <message>
        <source> %1 of %2</source>
        <translation> %1 von %2</translation>
    </message>
</context>
<context>
    <name>qd::ui::AboutDialog</name>
    <message>
        <source>About Quarterdeck</source>
        <translation>Über Quarterdeck</translation>
    </message>
    <message>
        <source>Quarterdeck</source>
        <translation>Quarterdeck</translation>
    </message>
    <message>
        <source>Software used</source>
        <translation>Verwendete Software</translation>
    </message>
    <message>
        <source>What each is for</source>
        <translation>Wozu sie dient</translation>
    </message>
    <message>
        <source>&amp;Copy versions</source>
        <translation>Versionen &amp;kopieren</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Quarterdeck %1</source>
        <translation>Quarterdeck %1</translation>
    </message>
    <message>
        <source>A control room for task coordinators, with the coordinator inside.</source>
        <translation>Ein Leitstand für Aufgabenkoordinatoren, mit dem Koordinator darin.</translation>
    </message>
    <message>
        <source>Copyright 2026 the Quarterdeck authors. Free software under the GNU General Public License, version 3 or later, without any warranty. Qt Charts is under that licence, so the whole is; the other tabs name everything used, and the texts of the licences.</source>
        <translation>Copyright 2026 the Quarterdeck authors. Freie Software unter der GNU General Public License, Version 3 oder später, ohne jede Gewährleistung. Qt Charts steht unter dieser Lizenz, also auch das Ganze; die anderen Reiter nennen alles Verwendete und die Texte der Lizenzen.</translation>
    </message>
    <message>
        <source>Quarterdeck %1
Qt %2 (built with %3)
%4, %5, %6</source>
        <translation>Quarterdeck %1
Qt %2 (gebaut mit %3)
%4, %5, %6</translation>
    </message>
</context>
<context>
    <name>qd::ui::BarList</name>
    <message>
        <source>Bars</source>
        <translation>Balken</translation>
    </message>
    <message numerus="yes">
        <source>%n more</source>
        <translation>
            <numerusform>%n weitere</numerusform>
            <numerusform>%n weitere</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>, %n in trouble</source>
        <translation>
            <numerusform>, davon %n in Not</numerusform>
            <numerusform>, davon %n in Not</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::BulkBar</name>
    <message>
        <source>Stop</source>
        <translation>Stopp</translation>
    </message>
    <message>
        <source>After the command under way; what is done stays done</source>
        <translation>Nach dem laufenden Befehl; was getan ist, bleibt getan</translation>
    </message>
    <message>
        <source>Priority…</source>
        <translation>Priorität…</translation>
    </message>
    <message>
        <source>Only the %1 rows that are loaded</source>
        <translation>Nur die %1 geladenen Zeilen</translation>
    </message>
    <message>
        <source>Select all %1 that match</source>
        <translation>Alle %1 passenden auswählen</translation>
    </message>
    <message>
        <source>all %1 that match are selected</source>
        <translation>alle %1 passenden sind ausgewählt</translation>
    </message>
    <message>
        <source>%1 selected</source>
        <translation>%1 ausgewählt</translation>
    </message>
    <message>
        <source>%1 tasks</source>
        <translation>%1 Aufgabe</translation>
    </message>
    <message>
        <source>%1: %2 of %3</source>
        <translation>%1: %2 von %3</translation>
    </message>
    <message>
        <source> · %1 refused</source>
        <translation> · %1 abgelehnt</translation>
    </message>
    <message>
        <source> · the engine has not answered yet</source>
        <translation> · die Engine hat noch nicht geantwortet</translation>
    </message>
    <message>
        <source> · stopping</source>
        <translation> · hält an</translation>
    </message>
    <message>
        <source>%1, of %2</source>
        <translation>%1, von %2</translation>
    </message>
    <message>
        <source>actions take the %1 loaded of %2 selected</source>
        <translation>wirkt auf %1 geladene von %2 gewählten</translation>
    </message>
    <message>
        <source>%1 selected, %2 of them out of sight</source>
        <translation>%1 gewählt, %2 davon nicht im Bild</translation>
    </message>
    <message>
        <source>None of those selected is in a state for this any more</source>
        <translation>Keine der ausgewählten ist noch in einem Zustand dafür</translation>
    </message>
</context>
<context>
    <name>qd::ui::ColumnsDialog</name>
    <message>
        <source>Move &amp;up</source>
        <translation>Nach &amp;oben</translation>
    </message>
    <message>
        <source>Move &amp;down</source>
        <translation>Nach &amp;unten</translation>
    </message>
    <message>
        <source>Columns</source>
        <translation>Spalten</translation>
    </message>
    <message>
        <source>&amp;Reset columns</source>
        <translation>Spalten &amp;zurücksetzen</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Columns of “%1”</source>
        <translation>Spalten von „%1“</translation>
    </message>
    <message>
        <source>Checked ones are shown, from left to right in this order.</source>
        <translation>Angehakte sind zu sehen, von links nach rechts in dieser Reihenfolge.</translation>
    </message>
</context>
<context>
    <name>qd::ui::ChartDataDialog</name>
    <message>
        <source>Data: %1</source>
        <translation>Daten: %1</translation>
    </message>
    <message>
        <source>No points yet</source>
        <translation>Noch keine Punkte</translation>
    </message>
    <message>
        <source>The chart has measured nothing in the time that it shows.</source>
        <translation>In der gezeigten Zeit hat das Diagramm nichts gemessen.</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>The selected rows, or all: as in the CSV file, separated by tabs</source>
        <translation>Die gewählten Zeilen, sonst alle: wie in der CSV-Datei, durch Tabulatoren getrennt</translation>
    </message>
    <message>
        <source>Export as CS&amp;V…</source>
        <translation>Als CS&amp;V exportieren…</translation>
    </message>
    <message>
        <source>Export as &amp;JSON…</source>
        <translation>Als &amp;JSON exportieren…</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>eingefroren</translation>
    </message>
    <message>
        <source>newer ones wait while a row is selected or pointed at</source>
        <translation>neuere warten, solange eine Zeile gewählt ist oder der Zeiger darauf steht</translation>
    </message>
    <message>
        <source>live, newest first</source>
        <translation>live, neueste zuerst</translation>
    </message>
    <message numerus="yes">
        <source>%n point(s)</source>
        <translation>
            <numerusform>%n Punkt</numerusform>
            <numerusform>%n Punkte</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 – %2</source>
        <translation>%1 – %2</translation>
    </message>
    <message numerus="yes">
        <source>%n row(s) copied</source>
        <translation>
            <numerusform>%n Zeile kopiert</numerusform>
            <numerusform>%n Zeilen kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Show data: %1</source>
        <translation>Daten zeigen: %1</translation>
    </message>
    <message>
        <source>Show data…</source>
        <translation>Daten zeigen…</translation>
    </message>
</context>
<context>
    <name>qd::ui::ChartDataModel</name>
    <message>
        <source>Time (UTC)</source>
        <translation>Zeit (UTC)</translation>
    </message>
    <message>
        <source>Time (local)</source>
        <translation>Zeit (lokal)</translation>
    </message>
</context>
<context>
    <name>CommandTitle</name>
    <message numerus="yes">
        <source>%1 tasks</source>
        <translation>
            <numerusform>%1 Aufgabe</numerusform>
            <numerusform>%1 Aufgaben</numerusform>
        </translation>
    </message>
    <message>
        <source>Pause worker %1</source>
        <translation>Worker %1 anhalten</translation>
    </message>
    <message>
        <source>Pause queue %1</source>
        <translation>Warteschlange %1 anhalten</translation>
    </message>
    <message>
        <source>Pause everything</source>
        <translation>Alles anhalten</translation>
    </message>
    <message>
        <source>Set the pool to %1</source>
        <translation>Pool auf %1 setzen</translation>
    </message>
    <message>
        <source>Resume worker %1</source>
        <translation>Worker %1 weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Resume queue %1</source>
        <translation>Warteschlange %1 weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Resume everything</source>
        <translation>Alles weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Set the pool by the settings</source>
        <translation>Pool nach den Einstellungen setzen</translation>
    </message>
    <message>
        <source>Submit %1</source>
        <translation>%1 einreichen</translation>
    </message>
    <message>
        <source>Cancel %1</source>
        <translation>%1 abbrechen</translation>
    </message>
    <message>
        <source>Suspend %1</source>
        <translation>%1 aussetzen</translation>
    </message>
    <message>
        <source>Resume %1</source>
        <translation>%1 weiterlaufen lassen</translation>
    </message>
    <message>
        <source>Retry %1</source>
        <translation>%1 wiederholen</translation>
    </message>
    <message>
        <source>Requeue %1</source>
        <translation>%1 zurückstellen</translation>
    </message>
    <message>
        <source>Change the priority of %1</source>
        <translation>Priorität ändern: %1</translation>
    </message>
    <message>
        <source>Purge %1</source>
        <translation>%1 löschen</translation>
    </message>
    <message>
        <source>Revert overrides</source>
        <translation>Eingriffe zurücknehmen</translation>
    </message>
    <message>
        <source>Drain worker %1</source>
        <translation>Worker %1 leerlaufen lassen</translation>
    </message>
</context>
<context>
    <name>qd::ui::HeldCommands</name>
    <message numerus="yes">
        <source>%1 and %n more</source>
        <translation>
            <numerusform>%1 und %n weiterer</numerusform>
            <numerusform>%1 und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>no answer yet; it may still come</source>
        <translation>noch keine Antwort; sie kann noch kommen</translation>
    </message>
    <message>
        <source>sent, but the engine does not answer</source>
        <translation>gesendet, aber die Engine antwortet nicht</translation>
    </message>
    <message>
        <source>accepted, waiting for the ledger</source>
        <translation>angenommen, wartet auf das Ledger</translation>
    </message>
    <message>
        <source>sent</source>
        <translation>gesendet</translation>
    </message>
</context>
<context>
    <name>qd::ui::CommandDesk</name>
    <message>
        <source>curl has no line for this: %1</source>
        <translation>Dafür hat curl keine Zeile: %1</translation>
    </message>
    <message>
        <source>acts on %1 tasks at most: run it again for the rest</source>
        <translation>wirkt auf höchstens %1 Aufgaben: für den Rest noch einmal ausführen</translation>
    </message>
    <message>
        <source>qdctl has no single line for this</source>
        <translation>Dafür hat qdctl keine einzelne Zeile</translation>
    </message>
    <message>
        <source>Copied: %1</source>
        <translation>Kopiert: %1</translation>
    </message>
    <message numerus="yes">
        <source> and %n more</source>
        <translation>
            <numerusform> und %n weitere</numerusform>
            <numerusform> und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>The view is frozen: what it shows may be over</source>
        <translation>Die Ansicht steht: was sie zeigt, kann vorbei sein</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>Live gehen</translation>
    </message>
    <message>
        <source>Really %1?</source>
        <translation>Wirklich %1?</translation>
    </message>
    <message>
        <source>%1 — refused: %2</source>
        <translation>%1 – abgelehnt: %2</translation>
    </message>
    <message>
        <source>Refused: %1</source>
        <translation>Abgelehnt: %1</translation>
    </message>
    <message>
        <source> · %1 already known</source>
        <translation> · %1 schon bekannt</translation>
    </message>
    <message>
        <source> · %1 refused</source>
        <translation> · %1 abgelehnt</translation>
    </message>
    <message>
        <source>Undo</source>
        <translation>Rückgängig</translation>
    </message>
    <message>
        <source>Undone</source>
        <translation>Rückgängig gemacht</translation>
    </message>
    <message>
        <source>undo</source>
        <translation>rückgängig</translation>
    </message>
    <message>
        <source>Go back</source>
        <translation>Zurück</translation>
    </message>
</context>
<context>
    <name>qd::ui::CommandPalette</name>
    <message>
        <source>Find or run a command</source>
        <translation>Suchen oder einen Befehl ausführen</translation>
    </message>
    <message>
        <source>Matches</source>
        <translation>Treffer</translation>
    </message>
    <message>
        <source>Nothing matches</source>
        <translation>Nichts passt</translation>
    </message>
    <message>
        <source>A worker, queue or task, a place, or a command…</source>
        <translation>Ein Worker, eine Warteschlange, Aufgabe, ein Ort oder Befehl…</translation>
    </message>
</context>
<context>
    <name>qd::ui::ConfirmDialog</name>
    <message>
        <source>Type “%1” to confirm</source>
        <translation>Zur Bestätigung „%1“ eingeben</translation>
    </message>
    <message>
        <source>Name of what will be destroyed</source>
        <translation>Name dessen, was zerstört wird</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Reason (optional)</source>
        <translation>Grund (freiwillig)</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message numerus="yes">
        <source>… and %n more</source>
        <translation>
            <numerusform>… und %n weitere</numerusform>
            <numerusform>… und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>What it affects</source>
        <translation>Was es betrifft</translation>
    </message>
    <message>
        <source>Reason (required: it is kept with what was done)</source>
        <translation>Grund (nötig: er wird mit dem Geschehenen aufgehoben)</translation>
    </message>
    <message>
        <source>Waits for “%1”, typed exactly</source>
        <translation>Wartet auf „%1“, genau so getippt</translation>
    </message>
    <message>
        <source>Waits for a reason</source>
        <translation>Wartet auf einen Grund</translation>
    </message>
</context>
<context>
    <name>qd::ui::CopyLabel</name>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
</context>
<context>
    <name>qd::ui::DesktopNotifier</name>
    <message numerus="yes">
        <source>and %n more</source>
        <translation>
            <numerusform>und %n weitere</numerusform>
            <numerusform>und %n weitere</numerusform>
        </translation>
    </message>
    <message>
        <source>Quarterdeck needs attention</source>
        <translation>Quarterdeck braucht Aufmerksamkeit</translation>
    </message>
    <message>
        <source>Show</source>
        <translation>Zeigen</translation>
    </message>
</context>
<context>
    <name>qd::ui::EmbeddedSession</name>
    <message>
        <source>Embedded coordinator</source>
        <translation>Eingebauter Koordinator</translation>
    </message>
    <message>
        <source>starting</source>
        <translation>startet</translation>
    </message>
    <message>
        <source>opening the ledger</source>
        <translation>öffnet das Ledger</translation>
    </message>
    <message>
        <source>%1 ledger · %2</source>
        <translation>%1-Ledger · %2</translation>
    </message>
    <message>
        <source>memory</source>
        <translation>Speicher</translation>
    </message>
</context>
<context>
    <name>qd::ui::EmptyState</name>
    <message>
        <source>Nothing here yet</source>
        <translation>Hier ist noch nichts</translation>
    </message>
    <message>
        <source>It fills by itself as soon as there is something to show.</source>
        <translation>Es füllt sich von selbst, sobald es etwas zu zeigen gibt.</translation>
    </message>
    <message>
        <source>Nothing matches the filter</source>
        <translation>Nichts passt zum Filter</translation>
    </message>
    <message>
        <source>There is data, but the filter hides all of it.</source>
        <translation>Es gibt Daten, aber der Filter verbirgt alle.</translation>
    </message>
    <message>
        <source>The source does not answer</source>
        <translation>Die Quelle antwortet nicht</translation>
    </message>
    <message>
        <source>What would stand here is not known. It comes back by itself.</source>
        <translation>Was hier stünde, ist nicht bekannt. Es kommt von selbst wieder.</translation>
    </message>
    <message>
        <source>You may not see this</source>
        <translation>Das dürfen Sie nicht sehen</translation>
    </message>
    <message>
        <source>Your role has no permission for it.</source>
        <translation>Ihre Rolle hat kein Recht dazu.</translation>
    </message>
</context>
<context>
    <name>qd::ui::EventsModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>Times</source>
        <translation>Anzahl</translation>
    </message>
    <message>
        <source>, %1 times</source>
        <translation>, %1-mal</translation>
    </message>
    <message>
        <source>%1
One of %2 that are alike, within five minutes</source>
        <translation>%1
Eines von %2 gleichartigen, binnen fünf Minuten</translation>
    </message>
</context>
<context>
    <name>qd::ui::FilterBar</name>
    <message>
        <source>all tasks</source>
        <translation>alle Aufgaben</translation>
    </message>
    <message>
        <source>Until it can be read, the rows below are those of: %1</source>
        <translation>Bis er lesbar ist, stehen unten die Zeilen von: %1</translation>
    </message>
    <message>
        <source>Failed within the last hour</source>
        <translation>In der letzten Stunde fehlgeschlagen</translation>
    </message>
    <message>
        <source>Waiting for more than 30 s</source>
        <translation>Wartet seit mehr als 30 s</translation>
    </message>
    <message>
        <source>Slow: ran for more than 10 s</source>
        <translation>Langsam: lief länger als 10 s</translation>
    </message>
    <message>
        <source>Failed at least once and not given up</source>
        <translation>Mindestens einmal fehlgeschlagen und nicht aufgegeben</translation>
    </message>
    <message>
        <source>Lost with its worker at least once</source>
        <translation>Mindestens einmal mit seinem Arbeiter verloren</translation>
    </message>
    <message>
        <source>Text in the payload (slower)</source>
        <translation>Text in den Nutzdaten (langsamer)</translation>
    </message>
    <message>
        <source>Filter: words, state:failed, age&gt;30s …</source>
        <translation>Filter: Wörter, state:failed, age&gt;30s …</translation>
    </message>
    <message>
        <source>Filters</source>
        <translation>Filter</translation>
    </message>
    <message>
        <source>Words look into name, id and error. Fields, such as state:failed or age&gt;30s, narrow it down; join them with and, or, ! and brackets.</source>
        <translation>Wörter suchen in Name, Kennung und Fehler. Felder wie state:failed oder age&gt;30s grenzen ein; verbunden mit and, or, ! und Klammern.</translation>
    </message>
    <message>
        <source>&lt;p&gt;Words look into name, id and error.&lt;/p&gt;&lt;p&gt;&lt;b&gt;type: queue: state: worker: tag: id:&lt;/b&gt; the whole value, &lt;b&gt;*&lt;/b&gt; stands for anything, commas give alternatives&lt;br&gt;&lt;b&gt;name: error: payload:&lt;/b&gt; a part of it (&lt;b&gt;=&lt;/b&gt; the whole)&lt;br&gt;&lt;b&gt;priority failures deliveries exit&lt;/b&gt; with = &amp;lt; &amp;lt;= &amp;gt; &amp;gt;=&lt;br&gt;&lt;b&gt;age wait runtime finished&lt;/b&gt; likewise, with a unit: 500ms, 30s, 5min, 2h, 7d&lt;/p&gt;&lt;p&gt;Joined by &lt;b&gt;and&lt;/b&gt; (or nothing), &lt;b&gt;or&lt;/b&gt;, &lt;b&gt;!&lt;/b&gt; and brackets.&lt;/p&gt;</source>
        <translation>&lt;p&gt;Wörter suchen in Name, Kennung und Fehler.&lt;/p&gt;&lt;p&gt;&lt;b&gt;type: queue: state: worker: tag: id:&lt;/b&gt; der ganze Wert, &lt;b&gt;*&lt;/b&gt; steht für Beliebiges, Kommas geben Alternativen&lt;br&gt;&lt;b&gt;name: error: payload:&lt;/b&gt; ein Teil davon (&lt;b&gt;=&lt;/b&gt; das Ganze)&lt;br&gt;&lt;b&gt;priority failures deliveries exit&lt;/b&gt; mit = &amp;lt; &amp;lt;= &amp;gt; &amp;gt;=&lt;br&gt;&lt;b&gt;age wait runtime finished&lt;/b&gt; ebenso, mit Einheit: 500ms, 30s, 5min, 2h, 7d&lt;/p&gt;&lt;p&gt;Verbunden durch &lt;b&gt;and&lt;/b&gt; (oder nichts), &lt;b&gt;or&lt;/b&gt;, &lt;b&gt;!&lt;/b&gt; und Klammern.&lt;/p&gt;</translation>
    </message>
    <message>
        <source>Examples, and the filters you saved</source>
        <translation>Beispiele und Ihre gespeicherten Filter</translation>
    </message>
    <message>
        <source>Take %1 out of the filter</source>
        <translation>%1 aus dem Filter nehmen</translation>
    </message>
    <message>
        <source>Save this filter…</source>
        <translation>Diesen Filter speichern…</translation>
    </message>
    <message>
        <source>Saved</source>
        <translation>Gespeichert</translation>
    </message>
    <message>
        <source>Remove</source>
        <translation>Entfernen</translation>
    </message>
    <message>
        <source>Examples</source>
        <translation>Beispiele</translation>
    </message>
    <message>
        <source>Save the filter</source>
        <translation>Filter speichern</translation>
    </message>
    <message>
        <source>Name for: %1</source>
        <translation>Name für: %1</translation>
    </message>
    <message>
        <source>Save filter</source>
        <translation>Filter speichern</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>There are %1 saved filters already; remove one first.</source>
        <translation>Es gibt schon %1 gespeicherte Filter; entfernen Sie zuerst einen.</translation>
    </message>
</context>
<context>
    <name>qd::ui::FooterBar</name>
    <message>
        <source>Completeness and age of the data</source>
        <translation>Vollständigkeit und Alter der Daten</translation>
    </message>
    <message>
        <source>shown: rows in this view now
kept: rows the engine still holds
seen: all there have been in this run</source>
        <translation>gezeigt: Zeilen, die jetzt hier stehen
aufbewahrt: Zeilen, die die Engine noch hält
gesehen: alle, die es in diesem Lauf gab</translation>
    </message>
    <message>
        <source>shown %1 / kept %2 / seen %3 %4</source>
        <translation>gezeigt %1 / aufbewahrt %2 / gesehen %3 %4</translation>
    </message>
    <message>
        <source>data age %1</source>
        <translation>Datenalter %1</translation>
    </message>
</context>
<context>
    <name>qd::ui::HeatMap</name>
    <message>
        <source>Heat map</source>
        <translation>Wärmekarte</translation>
    </message>
</context>
<context>
    <name>qd::ui::InspectorPanel</name>
    <message>
        <source>Inspector</source>
        <translation>Inspektor</translation>
    </message>
    <message>
        <source>Close the inspector</source>
        <translation>Inspektor schließen</translation>
    </message>
    <message>
        <source>Close (Esc)</source>
        <translation>Schließen (Esc)</translation>
    </message>
    <message>
        <source>Details</source>
        <translation>Einzelheiten</translation>
    </message>
</context>
<context>
    <name>qd::ui::KeysDialog</name>
    <message>
        <source>&amp;No keys</source>
        <translation>&amp;Keine Tasten</translation>
    </message>
    <message>
        <source>&amp;Reset</source>
        <translation>&amp;Zurücksetzen</translation>
    </message>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
    <message>
        <source>Keys of every action</source>
        <translation>Die Tasten aller Aktionen</translation>
    </message>
    <message>
        <source>Choose an action, go to the field below and press the new keys. Letters alone (g and a place, / and ?) are fixed.</source>
        <translation>Eine Aktion wählen, ins Feld darunter gehen und die neuen Tasten drücken. Einzelne Buchstaben (g und ein Ort, / und ?) sind fest.</translation>
    </message>
    <message>
        <source>Action</source>
        <translation>Aktion</translation>
    </message>
    <message>
        <source>Where</source>
        <translation>Wo</translation>
    </message>
    <message>
        <source>Actions and their keys</source>
        <translation>Aktionen und ihre Tasten</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Reset &amp;all</source>
        <translation>&amp;Alle zurücksetzen</translation>
    </message>
    <message>
        <source>All actions have their usual keys again.</source>
        <translation>Alle Aktionen haben wieder ihre üblichen Tasten.</translation>
    </message>
    <message>
        <source>everywhere</source>
        <translation>überall</translation>
    </message>
    <message>
        <source>none</source>
        <translation>keine</translation>
    </message>
    <message>
        <source>New keys of %1</source>
        <translation>Neue Tasten für %1</translation>
    </message>
    <message>
        <source>&quot;%1&quot; has no keys now.</source>
        <translation>„%1“ hat jetzt keine Tasten.</translation>
    </message>
    <message>
        <source>%1 runs &quot;%2&quot; now.</source>
        <translation>%1 führt jetzt „%2“ aus.</translation>
    </message>
</context>
<context>
    <name>qd::ui::KeysOverlay</name>
    <message>
        <source>Keys</source>
        <translation>Tasten</translation>
    </message>
</context>
<context>
    <name>qd::ui::LoadBar</name>
    <message>
        <source>Stop load</source>
        <translation>Last beenden</translation>
    </message>
    <message>
        <source>Synthetic load</source>
        <translation>Künstliche Last</translation>
    </message>
    <message>
        <source>Synthetic load in tasks per second</source>
        <translation>Künstliche Last in Aufgaben je Sekunde</translation>
    </message>
    <message>
        <source>Submits made-up tasks at this rate: real work for the engine, no real results</source>
        <translation>Reicht erfundene Aufgaben in diesem Takt ein: echte Arbeit für die Engine, keine echten Ergebnisse</translation>
    </message>
    <message>
        <source>seed </source>
        <translation>Startwert </translation>
    </message>
    <message>
        <source>The same seed makes the same tasks in the same order</source>
        <translation>Derselbe Startwert ergibt dieselben Aufgaben in derselben Folge</translation>
    </message>
    <message>
        <source>Seed of the synthetic load</source>
        <translation>Startwert der künstlichen Last</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>%1 tasks/s</source>
        <translation>%1 Aufgaben/s</translation>
    </message>
    <message>
        <source> ± 60 %</source>
        <translation> ± 60 %</translation>
    </message>
    <message>
        <source>%1 submitted from here</source>
        <translation>%1 von hier eingereicht</translation>
    </message>
    <message>
        <source> · %1 held back: the engine takes no more</source>
        <translation> · %1 zurückgehalten: die Engine nimmt nicht mehr</translation>
    </message>
</context>
<context>
    <name>qd::ui::LoadGenerator</name>
    <message>
        <source>synthetic load</source>
        <translation>künstliche Last</translation>
    </message>
</context>
<context>
    <name>qd::ui::MainWindow</name>
    <message>
        <source>copy command shell</source>
        <translation>kopieren befehl shell</translation>
    </message>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>watching</source>
        <translation>Zusehen</translation>
    </message>
    <message>
        <source>%1 · %2 · %3 late</source>
        <translation>%1 · %2 · %3 spät</translation>
    </message>
    <message>
        <source>CPU · %1 held · %2 late</source>
        <translation>CPU · %1 gehalten · %2 spät</translation>
    </message>
    <message>
        <source>Shares of one processor core: what building pictures for this window takes from the engine, and what drawing them takes. Held: memory for pictures, histories and the copy of the task table. Late: turns of the window that somebody could see. Click for more</source>
        <translation>Anteile eines Prozessorkerns: was die Bilder für dieses Fenster die Engine kosten, und was ihr Zeichnen kostet. Gehalten: Speicher für Bilder, Verläufe und die Kopie der Aufgabentabelle. Spät: Züge des Fensters, die man sehen konnte. Klick für mehr</translation>
    </message>
    <message>
        <source>tasks/s</source>
        <translation>Aufgaben/s</translation>
    </message>
    <message>
        <source> tasks/s</source>
        <translation> Aufgaben/s</translation>
    </message>
    <message>
        <source>engine</source>
        <translation>Engine</translation>
    </message>
    <message>
        <source>Tasks completed per second by the engine: over the last second, where few end over the last five</source>
        <translation>Aufgaben, die die Engine je Sekunde vollendet: über die letzte Sekunde, wo wenige enden über die letzten fünf</translation>
    </message>
    <message>
        <source>watching costs</source>
        <translation>Zusehen kostet</translation>
    </message>
    <message>
        <source>Share of one processor core that building the picture for this window takes</source>
        <translation>Anteil eines Prozessorkerns, den das Bild für dieses Fenster braucht</translation>
    </message>
    <message>
        <source>ledger</source>
        <translation>Ledger</translation>
    </message>
    <message>
        <source>API</source>
        <translation>API</translation>
    </message>
    <message>
        <source>off</source>
        <translation>aus</translation>
    </message>
    <message>
        <source>Where qdctl and scripts reach this engine</source>
        <translation>Wo qdctl und Skripte diese Engine erreichen</translation>
    </message>
    <message>
        <source>shown/kept/seen</source>
        <translation>gezeigt/aufbewahrt/gesehen</translation>
    </message>
    <message>
        <source>shown: in this view now
kept: what the engine still holds
seen: all in this run</source>
        <translation>gezeigt: jetzt in dieser Ansicht
aufbewahrt: was die Engine noch hält
gesehen: alle in diesem Lauf</translation>
    </message>
    <message>
        <source>operator</source>
        <translation>Bediener</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>also: %1</source>
        <translation>außerdem: %1</translation>
    </message>
    <message>
        <source>Go to %1</source>
        <translation>Gehe zu %1</translation>
    </message>
    <message>
        <source>Everywhere</source>
        <translation>Überall</translation>
    </message>
    <message>
        <source>filter this page</source>
        <translation>diese Seite filtern</translation>
    </message>
    <message>
        <source>freeze the view; again: go on</source>
        <translation>die Ansicht einfrieren; noch einmal: weiter</translation>
    </message>
    <message>
        <source>back to live, while frozen</source>
        <translation>eingefroren: zurück zu live</translation>
    </message>
    <message>
        <source>these keys</source>
        <translation>diese Tasten</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>This page</source>
        <translation>Diese Seite</translation>
    </message>
    <message>
        <source>clear the selection, then close the inspector</source>
        <translation>Auswahl aufheben, dann den Inspektor schließen</translation>
    </message>
    <message>
        <source>Find or run a command</source>
        <translation>Befehl suchen oder ausführen</translation>
    </message>
    <message>
        <source>search palette</source>
        <translation>suchen Palette</translation>
    </message>
    <message>
        <source>Show the keys</source>
        <translation>Tasten zeigen</translation>
    </message>
    <message>
        <source>help shortcuts</source>
        <translation>Hilfe Tastenkürzel</translation>
    </message>
    <message>
        <source>Edit the keys…</source>
        <translation>Tasten ändern…</translation>
    </message>
    <message>
        <source>shortcuts change</source>
        <translation>Tastenkürzel ändern</translation>
    </message>
    <message>
        <source>Undo the last action, while its notice stands</source>
        <translation>Die letzte Aktion zurücknehmen, solange ihr Hinweis steht</translation>
    </message>
    <message>
        <source>revert back</source>
        <translation>zurück</translation>
    </message>
    <message>
        <source>Freeze the view, or go on</source>
        <translation>Anzeige anhalten oder weiterlaufen lassen</translation>
    </message>
    <message>
        <source>pause live hold</source>
        <translation>Pause live halten</translation>
    </message>
    <message>
        <source>Change between dark and light</source>
        <translation>Zwischen dunkel und hell wechseln</translation>
    </message>
    <message>
        <source>theme colours</source>
        <translation>Design Farben</translation>
    </message>
    <message>
        <source>not on screen now</source>
        <translation>jetzt nicht zu sehen</translation>
    </message>
    <message>
        <source>on this page</source>
        <translation>auf dieser Seite</translation>
    </message>
    <message>
        <source>All times are shown in UTC; click for local time</source>
        <translation>Alle Zeiten stehen in UTC; ein Klick zeigt Ortszeit</translation>
    </message>
    <message>
        <source>All times are shown in local time; click for UTC</source>
        <translation>Alle Zeiten stehen in Ortszeit; ein Klick zeigt UTC</translation>
    </message>
    <message>
        <source>Open %1 in a new window</source>
        <translation>%1 in neuem Fenster öffnen</translation>
    </message>
    <message>
        <source>Time bar, once it has the focus</source>
        <translation>Zeitleiste, wenn sie den Fokus hat</translation>
    </message>
    <message>
        <source>a second back or on</source>
        <translation>eine Sekunde zurück oder vor</translation>
    </message>
    <message>
        <source>half a minute back or on</source>
        <translation>eine halbe Minute zurück oder vor</translation>
    </message>
    <message>
        <source>from mark to mark; Enter: there</source>
        <translation>von Marke zu Marke; Enter: dorthin</translation>
    </message>
    <message>
        <source>select a range</source>
        <translation>einen Bereich wählen</translation>
    </message>
    <message>
        <source>the oldest moment that is kept</source>
        <translation>der älteste aufbewahrte Moment</translation>
    </message>
    <message>
        <source>back to live</source>
        <translation>zurück zu live</translation>
    </message>
    <message>
        <source>clear the range</source>
        <translation>den Bereich aufheben</translation>
    </message>
</context>
<context>
    <name>qd::ui::NoticesDialog</name>
    <message>
        <source>&amp;Go to</source>
        <translation>&amp;Gehe zu</translation>
    </message>
    <message>
        <source>&amp;Mark all as read</source>
        <translation>Alle als gelesen &amp;markieren</translation>
    </message>
    <message>
        <source>Notices</source>
        <translation>Meldungen</translation>
    </message>
    <message>
        <source>Notices, newest first</source>
        <translation>Meldungen, neueste zuerst</translation>
    </message>
    <message>
        <source>Nothing to report</source>
        <translation>Nichts zu melden</translation>
    </message>
    <message>
        <source>Warnings and bad news of the engine and of this window are kept here.</source>
        <translation>Warnungen und schlechte Nachrichten der Engine und dieses Fensters stehen hier.</translation>
    </message>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message numerus="yes">
        <source>%n unread</source>
        <translation>
            <numerusform>%n ungelesen</numerusform>
            <numerusform>%n ungelesen</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 events missed</source>
        <translation>%1 Ereignisse verpasst</translation>
    </message>
</context>
<context>
    <name>qd::ui::NoticesModel</name>
    <message>
        <source>Time</source>
        <translation>Zeit</translation>
    </message>
    <message>
        <source>Kind</source>
        <translation>Art</translation>
    </message>
    <message>
        <source>What happened</source>
        <translation>Was geschah</translation>
    </message>
    <message>
        <source>unread: %1</source>
        <translation>ungelesen: %1</translation>
    </message>
    <message>
        <source>%1 older notices are no longer kept; the list holds %2 lines</source>
        <translation>%1 ältere Meldungen sind nicht mehr da; die Liste fasst %2 Zeilen</translation>
    </message>
    <message>
        <source>%1 events before these are gone from the engine&apos;s memory</source>
        <translation>%1 frühere Ereignisse hat die Engine nicht mehr im Speicher</translation>
    </message>
    <message>
        <source>Nothing older was dropped</source>
        <translation>Nichts Älteres wurde verworfen</translation>
    </message>
</context>
<context>
    <name>qd::ui::OneLineRow</name>
    <message>
        <source>%1 more</source>
        <translation>%1 weitere</translation>
    </message>
    <message>
        <source>, %1 chosen</source>
        <translation>, %1 gewählt</translation>
    </message>
</context>
<context>
    <name>qd::ui::OutputView</name>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>No output so far</source>
        <translation>Bisher keine Ausgabe</translation>
    </message>
    <message>
        <source>first %1 not kept</source>
        <translation>die ersten %1 nicht aufbewahrt</translation>
    </message>
</context>
<context>
    <name>qd::ui::OverridesDialog</name>
    <message>
        <source>Close</source>
        <translation>Schließen</translation>
    </message>
    <message>
        <source>Overrides</source>
        <translation>Eingriffe</translation>
    </message>
    <message>
        <source>What people have imposed</source>
        <translation>Was Menschen auferlegt haben</translation>
    </message>
    <message>
        <source>Each is a lease of its own: reverting one leaves the others in force.</source>
        <translation>Jeder gilt für sich: nimmt man einen zurück, bleiben die anderen in Kraft.</translation>
    </message>
    <message>
        <source>Active overrides</source>
        <translation>Geltende Eingriffe</translation>
    </message>
    <message>
        <source>&amp;Revert selected</source>
        <translation>Ausgewählte &amp;zurücknehmen</translation>
    </message>
    <message numerus="yes">
        <source>Revert %n override(s)?</source>
        <translation>
            <numerusform>%n Eingriff zurücknehmen?</numerusform>
            <numerusform>%n Eingriffe zurücknehmen?</numerusform>
        </translation>
    </message>
    <message>
        <source>The automatic value applies again, unless another override still holds.</source>
        <translation>Der selbsttätige Wert gilt wieder, sofern kein anderer Eingriff mehr gilt.</translation>
    </message>
    <message>
        <source>Revert</source>
        <translation>Zurücknehmen</translation>
    </message>
    <message>
        <source>%1 reverted</source>
        <translation>%1 zurückgenommen</translation>
    </message>
    <message>
        <source>Nothing is imposed</source>
        <translation>Nichts ist auferlegt</translation>
    </message>
    <message>
        <source>The engine decides by its settings. What people pause or resize stands here, with an end.</source>
        <translation>Die Engine entscheidet nach ihren Einstellungen. Was Menschen anhalten oder in der Größe ändern, steht hier, mit einem Ende.</translation>
    </message>
</context>
<context>
    <name>qd::ui::OverridesModel</name>
    <message>
        <source>Override</source>
        <translation>Eingriff</translation>
    </message>
    <message>
        <source>By</source>
        <translation>Von</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>Since</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Ends in</source>
        <translation>Endet in</translation>
    </message>
    <message>
        <source>until resumed</source>
        <translation>bis zum Weiterlaufen</translation>
    </message>
</context>
<context>
    <name>qd::ui::OverviewPage</name>
    <message>
        <source>workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Overrides</source>
        <translation>Eingriffe</translation>
    </message>
    <message>
        <source>What people have imposed</source>
        <translation>Was Menschen auferlegt haben</translation>
    </message>
    <message>
        <source>Show…</source>
        <translation>Zeigen…</translation>
    </message>
    <message>
        <source>The engine is running and has nothing to do</source>
        <translation>Die Engine läuft und hat nichts zu tun</translation>
    </message>
    <message>
        <source>Watch it work on a made-up load, give it a task of your own, or let it check the files of a real folder.</source>
        <translation>Sehen Sie ihr bei erfundener Last zu, geben Sie ihr eine eigene Aufgabe, oder lassen Sie sie die Dateien eines echten Ordners prüfen.</translation>
    </message>
    <message>
        <source>Start demonstration</source>
        <translation>Vorführung starten</translation>
    </message>
    <message>
        <source>Submit a task…</source>
        <translation>Aufgabe einreichen…</translation>
    </message>
    <message>
        <source>Run the example</source>
        <translation>Beispiel ausführen</translation>
    </message>
    <message>
        <source>%1 active</source>
        <translation>%1 in Kraft</translation>
    </message>
</context>
<context>
    <name>qd::ui::PauseDialog</name>
    <message>
        <source>Pause %1</source>
        <translation>%1 anhalten</translation>
    </message>
    <message>
        <source>It finishes what it holds and gets no new task.</source>
        <translation>Er beendet, was er hält, und bekommt keine neue Aufgabe.</translation>
    </message>
    <message>
        <source>Tasks are still accepted; none of them is started.</source>
        <translation>Aufgaben werden weiter angenommen; keine wird begonnen.</translation>
    </message>
    <message>
        <source>No task is started anywhere; running ones finish.</source>
        <translation>Nirgends wird eine Aufgabe begonnen; laufende werden fertig.</translation>
    </message>
    <message>
        <source>until I resume</source>
        <translation>bis ich weiterlaufen lasse</translation>
    </message>
    <message>
        <source>&amp;Pause</source>
        <translation>&amp;Anhalten</translation>
    </message>
    <message>
        <source>Each finishes what it holds and gets no new task.</source>
        <translation>Jeder beendet, was er hält, und bekommt keine neue Aufgabe.</translation>
    </message>
</context>
<context>
    <name>qd::ui::QueuesModel</name>
    <message>
        <source>Since the engine started</source>
        <translation>Seit dem Start der Engine</translation>
    </message>
    <message>
        <source>Tasks waiting per priority, highest first: 10: 3 · 5: 12</source>
        <translation>Wartende Aufgaben je Priorität, höchste zuerst: 10: 3 · 5: 12</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>Vor Wiederholung</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Älteste</translation>
    </message>
    <message>
        <source>By priority</source>
        <translation>Je Priorität</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Vollendet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>How long ago the oldest task that is ready was submitted</source>
        <translation>Vor welcher Zeit die älteste bereite Aufgabe eingereicht wurde</translation>
    </message>
    <message>
        <source>Why the tasks that are ready are not started at this moment</source>
        <translation>Warum die bereiten Aufgaben im Augenblick nicht gestartet werden</translation>
    </message>
    <message>
        <source>Why waiting</source>
        <translation>Warum wartend</translation>
    </message>
    <message>
        <source>all dispatching is paused</source>
        <translation>alle Zuteilung ist angehalten</translation>
    </message>
    <message>
        <source>the queue is paused</source>
        <translation>die Warteschlange ist angehalten</translation>
    </message>
    <message>
        <source>no worker serves it</source>
        <translation>kein Worker bedient sie</translation>
    </message>
    <message>
        <source>its workers are paused</source>
        <translation>ihre Worker sind angehalten</translation>
    </message>
    <message>
        <source>its workers are busy</source>
        <translation>ihre Worker sind beschäftigt</translation>
    </message>
    <message>
        <source>the ledger cannot write</source>
        <translation>das Ledger kann nicht schreiben</translation>
    </message>
    <message>
        <source>its workers are draining</source>
        <translation>ihre Worker laufen leer</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>Ankunft</translation>
    </message>
    <message>
        <source>Drains in</source>
        <translation>Leer in</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Abarbeitung</translation>
    </message>
    <message>
        <source>Tasks submitted per second, over the last ten seconds</source>
        <translation>Eingereichte Aufgaben je Sekunde, über die letzten zehn Sekunden</translation>
    </message>
    <message>
        <source>Tasks that ended per second, over the last ten seconds</source>
        <translation>Beendete Aufgaben je Sekunde, über die letzten zehn Sekunden</translation>
    </message>
    <message>
        <source>When nothing would be queued any more: queued tasks by service less arrival</source>
        <translation>Wann nichts mehr wartet: wartende Aufgaben durch Abarbeitung weniger Ankunft</translation>
    </message>
</context>
<context>
    <name>qd::ui::QueuesPanel</name>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Pause &amp;queue…</source>
        <translation>&amp;Warteschlange anhalten…</translation>
    </message>
    <message>
        <source>Resume q&amp;ueue</source>
        <translation>Wa&amp;rteschlange weiter</translation>
    </message>
    <message>
        <source>all dispatching is paused</source>
        <translation>alle Zuteilung ist angehalten</translation>
    </message>
    <message numerus="yes">
        <source>%1 queues</source>
        <translation>
            <numerusform>%1 Warteschlange</numerusform>
            <numerusform>%1 Warteschlangen</numerusform>
        </translation>
    </message>
    <message>
        <source>Det&amp;ails</source>
        <translation>Ein&amp;zelheiten</translation>
    </message>
    <message>
        <source>Queue %1</source>
        <translation>Warteschlange %1</translation>
    </message>
    <message>
        <source>Rates, what holds it, and how long it takes with more or fewer workers</source>
        <translation>Raten, was sie aufhält, und wie lange es mit mehr oder weniger Workern dauert</translation>
    </message>
</context>
<context>
    <name>qd::ui::Rail</name>
    <message>
        <source>WATCH</source>
        <translation>ZUSEHEN</translation>
    </message>
    <message>
        <source>RESILIENCE</source>
        <translation>WIDERSTAND</translation>
    </message>
    <message>
        <source>EXPERIMENT</source>
        <translation>VERSUCH</translation>
    </message>
    <message>
        <source>SYSTEM</source>
        <translation>SYSTEM</translation>
    </message>
    <message>
        <source>%1 (g then %2)</source>
        <translation>%1 (g, dann %2)</translation>
    </message>
    <message>
        <source>Places</source>
        <translation>Orte</translation>
    </message>
    <message>
        <source>Open in new window</source>
        <translation>In neuem Fenster öffnen</translation>
    </message>
</context>
<context>
    <name>qd::ui::ResizeDialog</name>
    <message>
        <source>Resize the pool</source>
        <translation>Pool ändern</translation>
    </message>
    <message>
        <source>%1 workers wanted now, %2 busy; the settings say %3.</source>
        <translation>Jetzt %1 Worker gewünscht, %2 beschäftigt; die Einstellungen sagen %3.</translation>
    </message>
    <message>
        <source> workers</source>
        <translation> Worker</translation>
    </message>
    <message>
        <source>&amp;Size</source>
        <translation>&amp;Größe</translation>
    </message>
    <message>
        <source>until I revert it</source>
        <translation>bis ich es zurücknehme</translation>
    </message>
    <message>
        <source>Back to the settings&apos; %1</source>
        <translation>Zurück zu den %1 der Einstellungen</translation>
    </message>
    <message>
        <source>Resi&amp;ze</source>
        <translation>Ä&amp;ndern</translation>
    </message>
</context>
<context>
    <name>qd::ui::SearchField</name>
    <message>
        <source>Clear</source>
        <translation>Leeren</translation>
    </message>
</context>
<context>
    <name>qd::ui::SettingsModel</name>
    <message>
        <source>Setting</source>
        <translation>Einstellung</translation>
    </message>
    <message>
        <source>Value</source>
        <translation>Wert</translation>
    </message>
    <message>
        <source>From</source>
        <translation>Woher</translation>
    </message>
    <message>
        <source>Allowed</source>
        <translation>Erlaubt</translation>
    </message>
    <message>
        <source>What it does</source>
        <translation>Was sie tut</translation>
    </message>
</context>
<context>
    <name>qd::ui::SettingsPage</name>
    <message>
        <source>Filter settings</source>
        <translation>Einstellungen filtern</translation>
    </message>
    <message>
        <source>Settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message>
        <source>defaults &lt; settings file &lt; environment (QD_…) &lt; flags; read at start</source>
        <translation>Vorgaben &lt; Datei &lt; Umgebung (QD_…) &lt; Schalter; beim Start gelesen</translation>
    </message>
    <message>
        <source>&amp;Copy</source>
        <translation>&amp;Kopieren</translation>
    </message>
    <message>
        <source>Copies the selected lines as they stand in the settings file</source>
        <translation>Kopiert die ausgewählten Zeilen, wie sie in der Datei stehen</translation>
    </message>
    <message>
        <source>settings</source>
        <translation>Einstellungen</translation>
    </message>
    <message numerus="yes">
        <source>%n line(s) copied</source>
        <translation>
            <numerusform>%n Zeile kopiert</numerusform>
            <numerusform>%n Zeilen kopiert</numerusform>
        </translation>
    </message>
    <message>
        <source>Show all</source>
        <translation>Alle zeigen</translation>
    </message>
    <message>
        <source>&amp;Open folder</source>
        <translation>&amp;Ordner öffnen</translation>
    </message>
    <message>
        <source>Changed in the settings file, read at start</source>
        <translation>Geändert in der Einstellungsdatei, gelesen beim Start</translation>
    </message>
    <message>
        <source>To change one: edit its line in this file and start again</source>
        <translation>Zum Ändern: die Zeile in dieser Datei bearbeiten und neu starten</translation>
    </message>
    <message>
        <source>To change one: write its line (Copy) into this file, which is not there yet, and start again</source>
        <translation>Zum Ändern: die Zeile (Kopieren) in diese Datei schreiben, die es noch nicht gibt, und neu starten</translation>
    </message>
    <message>
        <source>&amp;Keys…</source>
        <translation>&amp;Tasten…</translation>
    </message>
    <message>
        <source>Which keys run which action</source>
        <translation>Welche Tasten welche Aktion ausführen</translation>
    </message>
    <message>
        <source>Engine settings</source>
        <translation>Einstellungen der Engine</translation>
    </message>
</context>
<context>
    <name>qd::ui::Shortcuts</name>
    <message>
        <source>%1 alone is needed for typing and moving; add Ctrl or Alt, or take a function key.</source>
        <translation>%1 allein wird zum Schreiben und Bewegen gebraucht; mit Strg oder Alt, oder eine Funktionstaste.</translation>
    </message>
    <message>
        <source>Alt and a letter press the buttons in which that letter is underlined; add Ctrl or Shift.</source>
        <translation>Alt und ein Buchstabe drücken die Knöpfe, in denen er unterstrichen ist; Strg oder Umschalt dazunehmen.</translation>
    </message>
    <message>
        <source>%1 belongs to text fields and tables.</source>
        <translation>%1 gehört Textfeldern und Tabellen.</translation>
    </message>
    <message>
        <source>%1 already runs &quot;%2&quot;; give that one other keys first.</source>
        <translation>%1 führt schon „%2“ aus; jener Aktion zuerst andere Tasten geben.</translation>
    </message>
    <message>
        <source>There is no such action any more.</source>
        <translation>Diese Aktion gibt es nicht mehr.</translation>
    </message>
</context>
<context>
    <name>qd::ui::StatusLine</name>
    <message>
        <source>Status</source>
        <translation>Status</translation>
    </message>
</context>
<context>
    <name>qd::ui::SubmitDialog</name>
    <message>
        <source>Not submitted: %1</source>
        <translation>Nicht eingereicht: %1</translation>
    </message>
    <message>
        <source>Cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>Type a task instead</source>
        <translation>Stattdessen eine Aufgabe eingeben</translation>
    </message>
    <message>
        <source>Submit tasks</source>
        <translation>Aufgaben einreichen</translation>
    </message>
    <message>
        <source>Type one, or drop files here: .jsonl holds a task a line, any other file gets its checksum.</source>
        <translation>Geben Sie eine ein, oder legen Sie Dateien hier ab: .jsonl hat je Zeile eine Aufgabe, jede andere Datei bekommt ihre Prüfsumme.</translation>
    </message>
    <message>
        <source>&amp;Submit</source>
        <translation>&amp;Einreichen</translation>
    </message>
    <message>
        <source>for people</source>
        <translation>für Menschen</translation>
    </message>
    <message>
        <source>10 is started first</source>
        <translation>10 beginnt zuerst</translation>
    </message>
    <message>
        <source>same key, same task: nothing is done twice</source>
        <translation>gleicher Schlüssel, gleiche Aufgabe: nichts geschieht zweimal</translation>
    </message>
    <message>
        <source>the type</source>
        <translation>der Typ</translation>
    </message>
    <message>
        <source>&amp;Type</source>
        <translation>&amp;Typ</translation>
    </message>
    <message>
        <source>&amp;Name</source>
        <translation>&amp;Name</translation>
    </message>
    <message>
        <source>Pa&amp;yload</source>
        <translation>N&amp;utzlast</translation>
    </message>
    <message>
        <source>&amp;Count</source>
        <translation>&amp;Anzahl</translation>
    </message>
    <message>
        <source>P&amp;riority</source>
        <translation>P&amp;riorität</translation>
    </message>
    <message>
        <source>&amp;Queue</source>
        <translation>&amp;Warteschlange</translation>
    </message>
    <message>
        <source>&amp;Key</source>
        <translation>&amp;Schlüssel</translation>
    </message>
    <message>
        <source>Say which type of task it is</source>
        <translation>Sagen Sie, welcher Typ von Aufgabe es ist</translation>
    </message>
    <message>
        <source>A type has at most 64 bytes</source>
        <translation>Ein Typ hat höchstens 64 Bytes</translation>
    </message>
    <message>
        <source>The payload has %1, at most %2 are allowed</source>
        <translation>Die Nutzlast hat %1, höchstens %2 sind erlaubt</translation>
    </message>
    <message>
        <source>None of the dropped lines is a task</source>
        <translation>Keine der abgelegten Zeilen ist eine Aufgabe</translation>
    </message>
    <message>
        <source>%1 task(s) from files</source>
        <translation>%1 Aufgaben aus Dateien</translation>
    </message>
    <message>
        <source>, %1 refused:</source>
        <translation>, %1 abgelehnt:</translation>
    </message>
    <message>
        <source>With one key for all, only the first becomes a task</source>
        <translation>Mit einem Schlüssel für alle wird nur die erste eine Aufgabe</translation>
    </message>
    <message>
        <source>%1: larger than %2; use qdctl submit --file</source>
        <translation>%1: größer als %2; nehmen Sie qdctl submit --file</translation>
    </message>
    <message>
        <source>%1: more than %2 tasks; the rest was left out</source>
        <translation>%1: mehr als %2 Aufgaben; der Rest blieb weg</translation>
    </message>
    <message>
        <source>%1: not a file</source>
        <translation>%1: keine Datei</translation>
    </message>
    <message>
        <source>%1: more than %2 tasks</source>
        <translation>%1: mehr als %2 Aufgaben</translation>
    </message>
    <message>
        <source>%1 of a type that nothing runs here by itself: %2</source>
        <translation>%1 von einem Typ, den hier von sich aus nichts ausführt: %2</translation>
    </message>
</context>
<context>
    <name>qd::ui::SubmitFollowUp</name>
    <message>
        <source>%1 submitted</source>
        <translation>%1 eingereicht</translation>
    </message>
    <message>
        <source> · %1 already known</source>
        <translation> · %1 schon bekannt</translation>
    </message>
    <message>
        <source> · %1 refused</source>
        <translation> · %1 abgelehnt</translation>
    </message>
    <message>
        <source>Open task</source>
        <translation>Aufgabe öffnen</translation>
    </message>
    <message>
        <source>Task %1 failed: %2</source>
        <translation>Aufgabe %1 ist gescheitert: %2</translation>
    </message>
    <message>
        <source>%1 of the tasks just submitted failed: %2</source>
        <translation>%1 der eben eingereichten Aufgaben sind gescheitert: %2</translation>
    </message>
</context>
<context>
    <name>qd::ui::TableColumns</name>
    <message>
        <source>Columns…</source>
        <translation>Spalten…</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
</context>
<context>
    <name>qd::ui::TableView</name>
    <message>
        <source>Save as PNG…</source>
        <translation>Als PNG speichern…</translation>
    </message>
    <message>
        <source>Columns…</source>
        <translation>Spalten…</translation>
    </message>
    <message>
        <source>Reset columns</source>
        <translation>Spalten zurücksetzen</translation>
    </message>
    <message>
        <source>Export as CSV…</source>
        <translation>Als CSV exportieren…</translation>
    </message>
    <message>
        <source>Export as JSON…</source>
        <translation>Als JSON exportieren…</translation>
    </message>
    <message>
        <source>Columns and export</source>
        <translation>Spalten und Export</translation>
    </message>
    <message>
        <source>%1: columns and export</source>
        <translation>%1: Spalten und Export</translation>
    </message>
</context>
<context>
    <name>qd::ui::TaskInspector</name>
    <message>
        <source>Task inspector</source>
        <translation>Aufgabe im Detail</translation>
    </message>
    <message>
        <source>Payload</source>
        <translation>Nutzlast</translation>
    </message>
    <message>
        <source>Output</source>
        <translation>Ausgabe</translation>
    </message>
    <message>
        <source>Error output</source>
        <translation>Fehlerausgabe</translation>
    </message>
    <message>
        <source>Priority…</source>
        <translation>Priorität…</translation>
    </message>
    <message>
        <source>Attempts</source>
        <translation>Versuche</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>The view is frozen; this task is read when it goes on.</source>
        <translation>Die Ansicht steht; diese Aufgabe wird gelesen, wenn es weitergeht.</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Reason</source>
        <translation>Grund</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Exit code</source>
        <translation>Rückgabewert</translation>
    </message>
    <message>
        <source>Timeout</source>
        <translation>Zeitgrenze</translation>
    </message>
    <message>
        <source>Not before</source>
        <translation>Nicht vor</translation>
    </message>
    <message>
        <source>Deadline</source>
        <translation>Frist</translation>
    </message>
    <message>
        <source>Tags</source>
        <translation>Schlagworte</translation>
    </message>
    <message>
        <source>Key</source>
        <translation>Schlüssel</translation>
    </message>
    <message>
        <source>Workflow run</source>
        <translation>Ablauf</translation>
    </message>
    <message>
        <source>Parent</source>
        <translation>Vorgänger</translation>
    </message>
    <message>
        <source>older</source>
        <translation>ältere</translation>
    </message>
    <message>
        <source>%1 not kept</source>
        <translation>%1 nicht aufbewahrt</translation>
    </message>
    <message>
        <source>Allow %1…</source>
        <translation>%1 erlauben…</translation>
    </message>
    <message>
        <source>live · %1 so far</source>
        <translation>live · bisher %1</translation>
    </message>
    <message>
        <source>%1 written</source>
        <translation>%1 geschrieben</translation>
    </message>
    <message>
        <source>Allow %1?</source>
        <translation>%1 erlauben?</translation>
    </message>
    <message>
        <source>Whoever may submit tasks can run it from now on, with any arguments. It is written into the settings file (command.allow).</source>
        <translation>Wer Aufgaben einreichen darf, kann es von jetzt an mit beliebigen Argumenten ausführen. Es wird in die Einstellungsdatei geschrieben (command.allow).</translation>
    </message>
    <message>
        <source>Allow %1</source>
        <translation>%1 erlauben</translation>
    </message>
    <message>
        <source>%1 is allowed</source>
        <translation>%1 ist erlaubt</translation>
    </message>
    <message>
        <source>Retry task</source>
        <translation>Aufgabe wiederholen</translation>
    </message>
    <message>
        <source>Failed attempts</source>
        <translation>Gescheiterte Versuche</translation>
    </message>
    <message>
        <source>Lost deliveries</source>
        <translation>Verlorene Zustellungen</translation>
    </message>
    <message>
        <source>HTTP status</source>
        <translation>HTTP-Status</translation>
    </message>
    <message>
        <source>It wrote nothing</source>
        <translation>Sie hat nichts geschrieben</translation>
    </message>
    <message>
        <source>No output so far</source>
        <translation>Bisher keine Ausgabe</translation>
    </message>
    <message>
        <source> · first %1 not kept</source>
        <translation> · die ersten %1 nicht aufbewahrt</translation>
    </message>
    <message>
        <source>This task</source>
        <translation>Diese Aufgabe</translation>
    </message>
</context>
<context>
    <name>qd::ui::TasksModel</name>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Name</source>
        <translation>Name</translation>
    </message>
    <message>
        <source>Type</source>
        <translation>Typ</translation>
    </message>
    <message>
        <source>Queue</source>
        <translation>Warteschlange</translation>
    </message>
    <message>
        <source>Priority</source>
        <translation>Priorität</translation>
    </message>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>Started</source>
        <translation>Begonnen</translation>
    </message>
    <message>
        <source>Run time</source>
        <translation>Laufzeit</translation>
    </message>
    <message>
        <source>Finished</source>
        <translation>Beendet</translation>
    </message>
    <message>
        <source>Error</source>
        <translation>Fehler</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>Attempts that failed, of those allowed</source>
        <translation>Gescheiterte Versuche, von den erlaubten</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehlschläge</translation>
    </message>
    <message>
        <source>not yet</source>
        <translation>noch nicht</translation>
    </message>
    <message>
        <source>Submitted at %1, after the moment that is shown</source>
        <translation>Eingereicht um %1, nach dem gezeigten Augenblick</translation>
    </message>
</context>
<context>
    <name>qd::ui::TasksPage</name>
    <message>
        <source>sorted and filtered anew when the view goes on</source>
        <translation>sortiert und gefiltert wird, wenn die Ansicht weitergeht</translation>
    </message>
    <message>
        <source>Tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>incomplete: %1 rows read so far</source>
        <translation>unvollständig: bisher %1 Zeilen gelesen</translation>
    </message>
    <message>
        <source>&amp;Submit…</source>
        <translation>&amp;Einreichen…</translation>
    </message>
    <message>
        <source>Show the tasks of all queues</source>
        <translation>Die Aufgaben aller Warteschlangen zeigen</translation>
    </message>
    <message>
        <source>Task %1</source>
        <translation>Aufgabe %1</translation>
    </message>
    <message>
        <source>queue %1  ✕</source>
        <translation>Warteschlange %1  ✕</translation>
    </message>
    <message>
        <source>tasks</source>
        <translation>Aufgaben</translation>
    </message>
    <message>
        <source>%1 newer</source>
        <translation>%1 neuere</translation>
    </message>
    <message>
        <source>The tasks cannot be read</source>
        <translation>Die Aufgaben lassen sich nicht lesen</translation>
    </message>
    <message>
        <source>No task matches</source>
        <translation>Keine Aufgabe passt</translation>
    </message>
    <message>
        <source>Clear the filter</source>
        <translation>Filter leeren</translation>
    </message>
    <message>
        <source>No task yet</source>
        <translation>Noch keine Aufgabe</translation>
    </message>
    <message>
        <source>Submit one, or start the demonstration.</source>
        <translation>Reichen Sie eine ein, oder starten Sie die Vorführung.</translation>
    </message>
    <message>
        <source>Submit a task…</source>
        <translation>Aufgabe einreichen…</translation>
    </message>
    <message>
        <source>Show the rows as they are now; what is selected stays so, also out of sight</source>
        <translation>Zeigt die Zeilen, wie sie jetzt sind; was gewählt ist, bleibt es, auch außerhalb des Bildes</translation>
    </message>
    <message>
        <source>This filter cannot be read</source>
        <translation>Dieser Filter ist nicht lesbar</translation>
    </message>
    <message>
        <source>%1 no longer match</source>
        <translation>%1 passen nicht mehr</translation>
    </message>
    <message>
        <source>rows held; %1 match by now</source>
        <translation>Zeilen festgehalten; inzwischen passen %1</translation>
    </message>
    <message>
        <source>The footer says how many are kept.</source>
        <translation>Die Fußzeile sagt, wie viele aufbewahrt sind.</translation>
    </message>
    <message>
        <source>The tasks below</source>
        <translation>Die Aufgaben hier</translation>
    </message>
    <message>
        <source>What had not been submitted by then is dimmed; other tasks may have gone on since.</source>
        <translation>Was damals noch nicht eingereicht war, ist blass; andere Aufgaben können seither weiter sein.</translation>
    </message>
</context>
<context>
    <name>qd::ui::TimeBar</name>
    <message>
        <source>frozen at %1</source>
        <translation>steht bei %1</translation>
    </message>
    <message>
        <source>range %1 to %2</source>
        <translation>Bereich %1 bis %2</translation>
    </message>
    <message>
        <source>Time bar</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>live</source>
        <translation>live</translation>
    </message>
    <message>
        <source>frozen</source>
        <translation>steht</translation>
    </message>
    <message>
        <source>time</source>
        <translation>Zeit</translation>
    </message>
</context>
<context>
    <name>qd::ui::TimeSeriesChart</name>
    <message>
        <source>%1 (%2)</source>
        <translation>%1 (%2)</translation>
    </message>
    <message>
        <source>Waiting for the second sample</source>
        <translation>Wartet auf den zweiten Messwert</translation>
    </message>
    <message>
        <source>Chart</source>
        <translation>Diagramm</translation>
    </message>
    <message>
        <source>%1: no data</source>
        <translation>%1: keine Daten</translation>
    </message>
    <message>
        <source>%1: now %2, lowest %3, highest %4</source>
        <translation>%1: jetzt %2, tiefster %3, höchster %4</translation>
    </message>
</context>
<context>
    <name>qd::ui::Toast</name>
    <message>
        <source>Dismiss</source>
        <translation>Verwerfen</translation>
    </message>
</context>
<context>
    <name>qd::ui::TopStrip</name>
    <message>
        <source>Find or run…</source>
        <translation>Suchen, ausführen…</translation>
    </message>
    <message>
        <source>Switch between dark and light</source>
        <translation>Zwischen dunkel und hell wechseln</translation>
    </message>
    <message>
        <source>No connection</source>
        <translation>Keine Verbindung</translation>
    </message>
    <message>
        <source>production · %1</source>
        <translation>Produktion · %1</translation>
    </message>
    <message>
        <source>NO DATA</source>
        <translation>KEINE DATEN</translation>
    </message>
    <message>
        <source>STALE</source>
        <translation>VERALTET</translation>
    </message>
    <message>
        <source>LIVE</source>
        <translation>LIVE</translation>
    </message>
    <message>
        <source>FROZEN</source>
        <translation>STEHT</translation>
    </message>
    <message>
        <source>REPLAY</source>
        <translation>WIEDERGABE</translation>
    </message>
    <message>
        <source>age %1</source>
        <translation>Alter %1</translation>
    </message>
    <message>
        <source>No engine is running</source>
        <translation>Es läuft keine Engine</translation>
    </message>
    <message>
        <source>Freeze the view (Pause)</source>
        <translation>Ansicht einfrieren (Pause)</translation>
    </message>
    <message>
        <source>Back to live (Pause or L)</source>
        <translation>Zurück zu live (Pause oder L)</translation>
    </message>
    <message>
        <source>next ends %1</source>
        <translation>nächster endet %1</translation>
    </message>
    <message>
        <source>until lifted</source>
        <translation>bis aufgehoben</translation>
    </message>
    <message>
        <source>No overrides</source>
        <translation>Keine Eingriffe</translation>
    </message>
    <message numerus="yes">
        <source>%n override(s)</source>
        <translation>
            <numerusform>%n Eingriff</numerusform>
            <numerusform>%n Eingriffe</numerusform>
        </translation>
    </message>
    <message>
        <source>Notices: all read</source>
        <translation>Meldungen: alle gelesen</translation>
    </message>
    <message numerus="yes">
        <source>Notices: %n unread</source>
        <translation>
            <numerusform>Meldungen: %n ungelesen</numerusform>
            <numerusform>Meldungen: %n ungelesen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::WindowCard</name>
    <message>
        <source>This window</source>
        <translation>Dieses Fenster</translation>
    </message>
    <message>
        <source>&amp;Desktop notifications</source>
        <translation>&amp;Desktop-Benachrichtigungen</translation>
    </message>
    <message>
        <source>as the desktop</source>
        <translation>wie der Desktop</translation>
    </message>
    <message>
        <source>dark</source>
        <translation>dunkel</translation>
    </message>
    <message>
        <source>light</source>
        <translation>hell</translation>
    </message>
    <message>
        <source>local time</source>
        <translation>Ortszeit</translation>
    </message>
    <message>
        <source>UTC</source>
        <translation>UTC</translation>
    </message>
    <message>
        <source>Bad news reach the desktop while no window of Quarterdeck is in front</source>
        <translation>Schlechte Nachrichten erreichen den Desktop, solange kein Fenster von Quarterdeck vorn ist</translation>
    </message>
    <message>
        <source>Reset &amp;layout</source>
        <translation>&amp;Anordnung zurücksetzen</translation>
    </message>
    <message>
        <source>Size, splitters and the columns of all tables, as they were at first</source>
        <translation>Größe, Teiler und die Spalten aller Tabellen, wie sie zuerst waren</translation>
    </message>
    <message>
        <source>&amp;About Quarterdeck</source>
        <translation>Ü&amp;ber Quarterdeck</translation>
    </message>
    <message>
        <source>T&amp;heme</source>
        <translation>&amp;Farben</translation>
    </message>
    <message>
        <source>T&amp;imes</source>
        <translation>&amp;Zeiten</translation>
    </message>
    <message>
        <source>&amp;Zoom</source>
        <translation>&amp;Zoom</translation>
    </message>
    <message>
        <source>%1 %</source>
        <translation>%1 %</translation>
    </message>
    <message>
        <source>How large everything in the window is, for a room or from far away</source>
        <translation>Wie groß alles im Fenster ist, für einen Raum oder von weitem</translation>
    </message>
</context>
<context>
    <name>qd::ui::WorkerInspector</name>
    <message>
        <source>%1 since the start</source>
        <translation>%1 seit dem Start</translation>
    </message>
    <message>
        <source>Worker inspector</source>
        <translation>Worker im Detail</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Anhalten…</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Drain…</source>
        <translation>Leerlaufen…</translation>
    </message>
    <message>
        <source>Open task</source>
        <translation>Aufgabe öffnen</translation>
    </message>
    <message>
        <source>Why</source>
        <translation>Warum</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>Plätze</translation>
    </message>
    <message>
        <source>%1 of %2 busy</source>
        <translation>%1 von %2 belegt</translation>
    </message>
    <message>
        <source>Task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>%1 ago</source>
        <translation>vor %1</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Vollendet</translation>
    </message>
    <message>
        <source>Failed attempts</source>
        <translation>Gescheiterte Versuche</translation>
    </message>
    <message>
        <source>Leases lost</source>
        <translation>Verlorene Leases</translation>
    </message>
    <message>
        <source>Mean run time</source>
        <translation>Mittlere Laufzeit</translation>
    </message>
    <message>
        <source>Up for</source>
        <translation>Läuft seit</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>Version</source>
        <translation>Version</translation>
    </message>
    <message>
        <source>until resumed</source>
        <translation>bis zum Weiterlaufen</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>Paused by</source>
        <translation>Angehalten von</translation>
    </message>
    <message>
        <source>%1 of a core</source>
        <translation>%1 eines Kerns</translation>
    </message>
    <message>
        <source>%1 over the last %2</source>
        <translation>%1 in den letzten %2</translation>
    </message>
    <message>
        <source>%1, newest %2 kept</source>
        <translation>%1, neueste %2 vorhandene</translation>
    </message>
    <message>
        <source>%1, whole process with its %2 workers</source>
        <translation>%1, ganzer Prozess mit seinen %2 Workern</translation>
    </message>
    <message>
        <source>Compared</source>
        <translation>Verglichen</translation>
    </message>
    <message>
        <source>Process CPU</source>
        <translation>CPU des Prozesses</translation>
    </message>
    <message>
        <source>Process memory</source>
        <translation>Speicher des Prozesses</translation>
    </message>
    <message>
        <source>Rate</source>
        <translation>Rate</translation>
    </message>
    <message>
        <source>Run times</source>
        <translation>Laufzeiten</translation>
    </message>
    <message>
        <source>p50 %1 · p95 %2 · p99 %3</source>
        <translation>p50 %1 · p95 %2 · p99 %3</translation>
    </message>
</context>
<context>
    <name>qd::ui::WorkersModel</name>
    <message>
        <source>Worker</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>State</source>
        <translation>Zustand</translation>
    </message>
    <message>
        <source>Slots</source>
        <translation>Plätze</translation>
    </message>
    <message>
        <source>Current task</source>
        <translation>Aufgabe</translation>
    </message>
    <message>
        <source>For</source>
        <translation>Seit</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Vollendet</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Gescheitert</translation>
    </message>
    <message>
        <source>Leases lost</source>
        <translation>Verlorene Leases</translation>
    </message>
    <message>
        <source>Heartbeat</source>
        <translation>Lebenszeichen</translation>
    </message>
    <message>
        <source>Process</source>
        <translation>Prozess</translation>
    </message>
    <message>
        <source>Label</source>
        <translation>Kennzeichen</translation>
    </message>
    <message>
        <source>%1 of %2</source>
        <translation>%1 von %2</translation>
    </message>
    <message>
        <source>How far the worker is from the median of all: failures, run time, heartbeat, lost leases; above %1 is odd</source>
        <translation>Wie weit der Worker vom Median aller entfernt ist: Fehlschläge, Laufzeit, Lebenszeichen, verlorene Leases; über %1 ist auffällig</translation>
    </message>
    <message>
        <source>Oddness</source>
        <translation>Auffälligkeit</translation>
    </message>
</context>
<context>
    <name>qd::ui::WorkersPage</name>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Filter workers</source>
        <translation>Worker filtern</translation>
    </message>
    <message>
        <source>P&amp;ause…</source>
        <translation>A&amp;nhalten…</translation>
    </message>
    <message>
        <source>Resu&amp;me</source>
        <translation>&amp;Weiter</translation>
    </message>
    <message>
        <source>&amp;Drain…</source>
        <translation>&amp;Leerlaufen…</translation>
    </message>
    <message>
        <source>Worker %1</source>
        <translation>Worker %1</translation>
    </message>
    <message>
        <source>workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>&amp;Lanes</source>
        <translation>&amp;Bahnen</translation>
    </message>
    <message>
        <source>&amp;Table</source>
        <translation>&amp;Tabelle</translation>
    </message>
    <message>
        <source>View</source>
        <translation>Ansicht</translation>
    </message>
</context>
<context>
    <name>Format</name>
    <message>
        <source>%1 h %2</source>
        <translation>%1 h %2</translation>
    </message>
    <message>
        <source>min</source>
        <translation>min</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>/s</source>
        <translation>/s</translation>
    </message>
    <message>
        <source>µs</source>
        <translation>µs</translation>
    </message>
    <message>
        <source>s</source>
        <translation>s</translation>
    </message>
</context>
<context>
    <name>Severity</name>
    <message>
        <source>info</source>
        <translation>Hinweis</translation>
    </message>
    <message>
        <source>good</source>
        <translation>gut</translation>
    </message>
    <message>
        <source>warning</source>
        <translation>Warnung</translation>
    </message>
    <message>
        <source>bad</source>
        <translation>schwer</translation>
    </message>
</context>
<context>
    <name>qd::ui::LaneChart</name>
    <message numerus="yes">
        <source>%1 bars</source>
        <translation>
            <numerusform>%1 Balken</numerusform>
            <numerusform>%1 Balken</numerusform>
        </translation>
    </message>
    <message>
        <source>%1 bars in one pixel; a shorter time shows them apart</source>
        <translation>%1 Balken in einem Pixel; eine kürzere Zeit zeigt sie einzeln</translation>
    </message>
    <message>
        <source>Lanes</source>
        <translation>Bahnen</translation>
    </message>
    <message>
        <source>Whether it was busy then is not known</source>
        <translation>Ob er da beschäftigt war, ist nicht bekannt</translation>
    </message>
    <message>
        <source>and %1 more</source>
        <translation>und %1 weitere</translation>
    </message>
    <message>
        <source>busy</source>
        <translation>belegt</translation>
    </message>
    <message>
        <source>busy %1</source>
        <translation>belegt %1</translation>
    </message>
</context>
<context>
    <name>qd::ui::LanesPanel</name>
    <message numerus="yes">
        <source>%1 tasks</source>
        <translation>
            <numerusform>%1 Aufgabe</numerusform>
            <numerusform>%1 Aufgaben</numerusform>
        </translation>
    </message>
    <message>
        <source>No worker matches</source>
        <translation>Kein Worker passt</translation>
    </message>
    <message>
        <source>No worker yet</source>
        <translation>Noch kein Worker</translation>
    </message>
    <message>
        <source>The footer says how many there are.</source>
        <translation>Die Fußzeile sagt, wie viele es gibt.</translation>
    </message>
    <message>
        <source>The tasks cannot be read</source>
        <translation>Die Aufgaben sind nicht lesbar</translation>
    </message>
    <message>
        <source>They appear here as soon as they start.</source>
        <translation>Sie erscheinen hier, sobald sie starten.</translation>
    </message>
    <message>
        <source>Time shown</source>
        <translation>Gezeigte Zeit</translation>
    </message>
    <message>
        <source>What each worker did</source>
        <translation>Was jeder Worker tat</translation>
    </message>
    <message>
        <source>for %1</source>
        <translation>seit %1</translation>
    </message>
    <message>
        <source>from %1</source>
        <translation>ab %1</translation>
    </message>
    <message>
        <source>newest %1 of %2 tasks</source>
        <translation>neueste %1 von %2 Aufgaben</translation>
    </message>
    <message>
        <source>reading…</source>
        <translation>wird gelesen…</translation>
    </message>
    <message>
        <source> · earlier attempts of %1 not read yet</source>
        <translation> · frühere Versuche von %1 noch nicht gelesen</translation>
    </message>
    <message>
        <source>earlier attempt: %1</source>
        <translation>früherer Versuch: %1</translation>
    </message>
</context>
<context>
    <name>QueueFlow</name>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
    <message>
        <source>grows</source>
        <translation>wächst</translation>
    </message>
    <message>
        <source>stands</source>
        <translation>steht</translation>
    </message>
</context>
<context>
    <name>qd::ui::QueueInspector</name>
    <message>
        <source>Since the start</source>
        <translation>Seit dem Start</translation>
    </message>
    <message>
        <source>%1 submitted · %2 completed · %3 failed</source>
        <translation>%1 eingereicht · %2 vollendet · %3 gescheitert</translation>
    </message>
    <message>
        <source>Queue inspector</source>
        <translation>Warteschlange im Detail</translation>
    </message>
    <message>
        <source>%1 over the last %2</source>
        <translation>%1 in den letzten %2</translation>
    </message>
    <message>
        <source>Arrival</source>
        <translation>Ankunft</translation>
    </message>
    <message>
        <source>Assumes that all of them work on this queue alone, each at the measured %1, and that %2 go on arriving.</source>
        <translation>Nimmt an, dass alle nur an dieser Warteschlange arbeiten, jeder mit den gemessenen %1, und dass weiter %2 ankommen.</translation>
    </message>
    <message>
        <source>Busy workers</source>
        <translation>Beschäftigte Worker</translation>
    </message>
    <message>
        <source>Completed</source>
        <translation>Erledigt</translation>
    </message>
    <message>
        <source>Failed</source>
        <translation>Fehlgeschlagen</translation>
    </message>
    <message>
        <source>Not known: over the last %1 too little of it ran to tell what one worker does.</source>
        <translation>Nicht bekannt: in den letzten %1 lief zu wenig davon, um zu sagen, was ein Worker schafft.</translation>
    </message>
    <message>
        <source>Oldest</source>
        <translation>Älteste</translation>
    </message>
    <message>
        <source>One busy worker</source>
        <translation>Ein beschäftigter</translation>
    </message>
    <message>
        <source>Paused by</source>
        <translation>Angehalten von</translation>
    </message>
    <message>
        <source>Pause…</source>
        <translation>Anhalten…</translation>
    </message>
    <message>
        <source>Ready</source>
        <translation>Bereit</translation>
    </message>
    <message>
        <source>Resume</source>
        <translation>Weiter</translation>
    </message>
    <message>
        <source>Retrying</source>
        <translation>Wiederholt</translation>
    </message>
    <message>
        <source>Running</source>
        <translation>Laufend</translation>
    </message>
    <message>
        <source>Scheduled</source>
        <translation>Geplant</translation>
    </message>
    <message>
        <source>Service</source>
        <translation>Abarbeitung</translation>
    </message>
    <message>
        <source>Show its tasks</source>
        <translation>Ihre Aufgaben zeigen</translation>
    </message>
    <message>
        <source>Submitted</source>
        <translation>Eingereicht</translation>
    </message>
    <message>
        <source>The queue is not there any more</source>
        <translation>Die Warteschlange gibt es nicht mehr</translation>
    </message>
    <message>
        <source>Time to drain</source>
        <translation>Leer in</translation>
    </message>
    <message>
        <source>What if</source>
        <translation>Was wäre, wenn</translation>
    </message>
    <message>
        <source>Workers at work on the queue</source>
        <translation>Worker, die an der Warteschlange arbeiten</translation>
    </message>
    <message>
        <source>ends in %1</source>
        <translation>endet in %1</translation>
    </message>
    <message>
        <source>until resumed</source>
        <translation>bis jemand sie weiterlaufen lässt</translation>
    </message>
    <message numerus="yes">
        <source>with %1 workers</source>
        <translation>
            <numerusform>mit %1 Worker</numerusform>
            <numerusform>mit %1 Workern</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>WorkerOddness</name>
    <message>
        <source> (median of %1 workers)</source>
        <translation> (Median von %1 Workern)</translation>
    </message>
    <message>
        <source>%1 of its attempts failed; %2 is usual</source>
        <translation>%1 seiner Versuche schlugen fehl; üblich sind %2</translation>
    </message>
    <message>
        <source>Like the others. Farthest off: %1</source>
        <translation>Wie die anderen. Am weitesten entfernt: %1</translation>
    </message>
    <message>
        <source>Not known yet: fewer than %1 attempts have ended</source>
        <translation>Noch nicht bekannt: weniger als %1 Versuche sind beendet</translation>
    </message>
    <message>
        <source>Not known: there are fewer than %1 workers to compare</source>
        <translation>Nicht bekannt: es gibt weniger als %1 Worker zum Vergleichen</translation>
    </message>
    <message>
        <source>Odd: %1</source>
        <translation>Auffällig: %1</translation>
    </message>
    <message>
        <source>it lost %1 leases; %2 is usual</source>
        <translation>er verlor %1 Leases; üblich sind %2</translation>
    </message>
    <message>
        <source>its attempts take %1; %2 is usual</source>
        <translation>seine Versuche dauern %1; üblich sind %2</translation>
    </message>
    <message>
        <source>its attempts take only %1; %2 is usual</source>
        <translation>seine Versuche dauern nur %1; üblich sind %2</translation>
    </message>
    <message>
        <source>its last heartbeat was %1 ago; %2 is usual</source>
        <translation>sein letztes Lebenszeichen ist %1 her; üblich sind %2</translation>
    </message>
</context>
<context>
    <name>qd::ui::WorkerMap</name>
    <message>
        <source>By &amp;number</source>
        <translation>Nach N&amp;ummer</translation>
    </message>
    <message>
        <source>By &amp;oddness</source>
        <translation>Nach Au&amp;ffälligkeit</translation>
    </message>
    <message>
        <source>Order</source>
        <translation>Reihenfolge</translation>
    </message>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>the fill is the share of busy slots, an outline is a person's doing</source>
        <translation>Füllung: belegte Plätze · Rahmen: von Menschenhand</translation>
    </message>
    <message>
        <source> · pool %1, settings say %2</source>
        <translation> · Pool %1, Einstellungen sagen %2</translation>
    </message>
    <message>
        <source>Resize &amp;pool…</source>
        <translation>&amp;Pool ändern…</translation>
    </message>
    <message>
        <source>Workers by state</source>
        <translation>Worker nach Zustand</translation>
    </message>
</context>
<context>
    <name>TimeMarks</name>
    <message numerus="yes">
        <source>%n worker(s) joined</source>
        <translation>
            <numerusform>%n Worker dazugekommen</numerusform>
            <numerusform>%n Worker dazugekommen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) left</source>
        <translation>
            <numerusform>%n Worker gegangen</numerusform>
            <numerusform>%n Worker gegangen</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) lost</source>
        <translation>
            <numerusform>%n Worker verloren</numerusform>
            <numerusform>%n Worker verloren</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) late</source>
        <translation>
            <numerusform>%n Worker verspätet</numerusform>
            <numerusform>%n Worker verspätet</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n worker(s) draining</source>
        <translation>
            <numerusform>%n Worker läuft leer</numerusform>
            <numerusform>%n Worker laufen leer</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n command(s) applied</source>
        <translation>
            <numerusform>%n Befehl ausgeführt</numerusform>
            <numerusform>%n Befehle ausgeführt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n command(s) refused</source>
        <translation>
            <numerusform>%n Befehl abgelehnt</numerusform>
            <numerusform>%n Befehle abgelehnt</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%n change(s)</source>
        <translation>
            <numerusform>%n Änderung</numerusform>
            <numerusform>%n Änderungen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::FiguresRow</name>
    <message>
        <source>Throughput</source>
        <translation>Durchsatz</translation>
    </message>
    <message>
        <source>Queue depth</source>
        <translation>Wartende</translation>
    </message>
    <message>
        <source>In flight</source>
        <translation>In Arbeit</translation>
    </message>
    <message>
        <source>p99 wait</source>
        <translation>p99 Wartezeit</translation>
    </message>
    <message>
        <source>Failures</source>
        <translation>Fehlschläge</translation>
    </message>
    <message>
        <source>Retries</source>
        <translation>Wiederholungen</translation>
    </message>
    <message>
        <source>%1 since the start</source>
        <translation>%1 seit dem Start</translation>
    </message>
    <message>
        <source>steady</source>
        <translation>gleichbleibend</translation>
    </message>
    <message>
        <source>▲ %1</source>
        <translation>▲ %1</translation>
    </message>
    <message>
        <source>▼ %1</source>
        <translation>▼ %1</translation>
    </message>
    <message>
        <source>%1 of %2 workers busy</source>
        <translation>%1 von %2 beschäftigt</translation>
    </message>
    <message>
        <source>none was started</source>
        <translation>keine begonnen</translation>
    </message>
    <message>
        <source>p50 %1</source>
        <translation>p50 %1</translation>
    </message>
    <message>
        <source>%1 dead letters kept</source>
        <translation>%1 unzustellbar</translation>
    </message>
    <message>
        <source>%1 wait for a retry</source>
        <translation>%1 warten darauf</translation>
    </message>
</context>
<context>
    <name>qd::ui::TrendCharts</name>
    <message>
        <source>tasks/s</source>
        <translation>Aufgaben/s</translation>
    </message>
    <message>
        <source>ms</source>
        <translation>ms</translation>
    </message>
    <message>
        <source>%1 – %2 · Esc: all</source>
        <translation>%1 – %2 · Esc: alles</translation>
    </message>
    <message>
        <source>Task flow</source>
        <translation>Aufgabenfluss</translation>
    </message>
    <message>
        <source>submitted · completed · failed, tasks/s</source>
        <translation>eingereicht · vollendet · gescheitert, Aufgaben/s</translation>
    </message>
    <message>
        <source>submitted</source>
        <translation>eingereicht</translation>
    </message>
    <message>
        <source>completed</source>
        <translation>vollendet</translation>
    </message>
    <message>
        <source>failed</source>
        <translation>gescheitert</translation>
    </message>
    <message>
        <source>Queue depth and workers</source>
        <translation>Wartende und Worker</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>Latency</source>
        <translation>Wartezeiten</translation>
    </message>
    <message>
        <source>wait p50 · p95 · p99</source>
        <translation>Warten p50 · p95 · p99</translation>
    </message>
    <message>
        <source>p50</source>
        <translation>p50</translation>
    </message>
    <message>
        <source>p95</source>
        <translation>p95</translation>
    </message>
    <message>
        <source>p99</source>
        <translation>p99</translation>
    </message>
    <message>
        <source>No task was started in the last five minutes: how long one waits is known when it starts</source>
        <translation>In den letzten fünf Minuten wurde keine Aufgabe begonnen: wie lange eine wartet, ist bekannt, wenn sie beginnt</translation>
    </message>
    <message>
        <source>workers →</source>
        <translation>Worker →</translation>
    </message>
    <message>
        <source>workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Not yet measured long enough for a line</source>
        <translation>Noch nicht lange genug gemessen für eine Linie</translation>
    </message>
</context>
<context>
    <name>qd::ui::WorkersCard</name>
    <message>
        <source>Workers</source>
        <translation>Worker</translation>
    </message>
    <message>
        <source>Workers by state</source>
        <translation>Worker nach Zustand</translation>
    </message>
    <message>
        <source>Workers, worst first</source>
        <translation>Worker, die schlechtesten zuerst</translation>
    </message>
</context>
<context>
    <name>qd::ui::QueuesCard</name>
    <message>
        <source>Queues</source>
        <translation>Warteschlangen</translation>
    </message>
    <message>
        <source>Tasks waiting by queue, worst first</source>
        <translation>Wartende Aufgaben je Warteschlange, die schlimmste zuerst</translation>
    </message>
    <message>
        <source>Worst first: what is held or paused, then what does not drain, then what waits longest.
The order rests while the pointer or the keyboard is on it.</source>
        <translation>Das Schlimmste zuerst: was aufgehalten oder angehalten ist, dann was sich nicht leert, dann was am längsten wartet.
Die Reihenfolge ruht, solange Zeiger oder Tastatur darauf stehen.</translation>
    </message>
    <message numerus="yes">
        <source>%1 waiting · %n in trouble</source>
        <translation>
            <numerusform>%1 wartend · %n in Not</numerusform>
            <numerusform>%1 wartend · %n in Not</numerusform>
        </translation>
    </message>
    <message numerus="yes">
        <source>%1 waiting · %2 queues</source>
        <translation>
            <numerusform>%1 wartend · %2 Warteschlange</numerusform>
            <numerusform>%1 wartend · %2 Warteschlangen</numerusform>
        </translation>
    </message>
</context>
<context>
    <name>qd::ui::EventsCard</name>
    <message>
        <source>Events</source>
        <translation>Ereignisse</translation>
    </message>
    <message>
        <source>Events, newest first</source>
        <translation>Ereignisse, das neueste zuerst</translation>
    </message>
    <message>
        <source>newest first</source>
        <translation>neueste zuerst</translation>
    </message>
    <message>
        <source>%1 lost</source>
        <translation>%1 verloren</translation>
    </message>
</context>
<context>
    <name>QueueTrouble</name>
    <message>
        <source>%1; the oldest has waited for %2</source>
        <translation>%1; die älteste wartet seit %2</translation>
    </message>
    <message>
        <source>nothing of it is done; the oldest has waited for %1</source>
        <translation>nichts davon wird erledigt; die älteste wartet seit %1</translation>
    </message>
    <message>
        <source>more arrives than is done; the oldest has waited for %1</source>
        <translation>es kommt mehr an, als erledigt wird; die älteste wartet seit %1</translation>
    </message>
    <message>
        <source>paused; nothing waits</source>
        <translation>angehalten; nichts wartet</translation>
    </message>
    <message>
        <source>only retries wait</source>
        <translation>nur Wiederholungen warten</translation>
    </message>
    <message>
        <source>the oldest has waited for %1</source>
        <translation>die älteste wartet seit %1</translation>
    </message>
    <message>
        <source>drains in %1; the oldest has waited for %2</source>
        <translation>leer in %1; die älteste wartet seit %2</translation>
    </message>
    <message>
        <source>nothing waits</source>
        <translation>nichts wartet</translation>
    </message>
    <message>
        <source>%1 · %2 running</source>
        <translation>%1 · %2 laufen</translation>
    </message>
    <message>
        <source>stuck</source>
        <translation>steckt fest</translation>
    </message>
    <message>
        <source>behind</source>
        <translation>im Rückstand</translation>
    </message>
    <message>
        <source>paused</source>
        <translation>angehalten</translation>
    </message>
    <message>
        <source>waiting</source>
        <translation>wartend</translation>
    </message>
    <message>
        <source>empty</source>
        <translation>leer</translation>
    </message>
</context>
<context>
    <name>qd::ui::FollowLine</name>
    <message>
        <source>Time bar</source>
        <translation>Zeitleiste</translation>
    </message>
    <message>
        <source>Bring the main window to the front: its time bar moves this window too</source>
        <translation>Das Hauptfenster nach vorn holen: seine Zeitleiste bewegt auch dieses Fenster</translation>
    </message>
    <message>
        <source>Follows the main window: no data</source>
        <translation>Folgt dem Hauptfenster: keine Daten</translation>
    </message>
    <message>
        <source>Follows the main window: live</source>
        <translation>Folgt dem Hauptfenster: live</translation>
    </message>
    <message>
        <source>Follows the main window: frozen at %1</source>
        <translation>Folgt dem Hauptfenster: eingefroren um %1</translation>
    </message>
    <message>
        <source>Freeze</source>
        <translation>Einfrieren</translation>
    </message>
    <message>
        <source>Go live</source>
        <translation>Live gehen</translation>
    </message>
    <message>
        <source>Freeze all windows (Pause)</source>
        <translation>Alle Fenster einfrieren (Pause)</translation>
    </message>
    <message>
        <source>All windows go on (Pause or L)</source>
        <translation>Alle Fenster gehen weiter (Pause oder L)</translation>
    </message>
</context>
<context>
    <name>qd::ui::FrozenNote</name>
    <message>
        <source>%1 had not been read when the view was frozen; they come when it goes on.</source>
        <translation>%1 waren beim Einfrieren noch nicht gelesen; sie kommen, wenn die Ansicht weitergeht.</translation>
    </message>
    <message>
        <source>%1 and all figures: as of %2.</source>
        <translation>%1 und alle Zahlen: Stand %2.</translation>
    </message>
    <message>
        <source>%1: as of %2. All figures: as of %3.</source>
        <translation>%1: Stand %2. Alle Zahlen: Stand %3.</translation>
    </message>
</context>
<context>
    <name>Decisions</name>
    <message>
        <source>dispatching is paused for the whole engine</source>
        <translation>die Zuteilung ist für die ganze Engine angehalten</translation>
    </message>
    <message>
        <source>the queue is paused</source>
        <translation>die Warteschlange ist angehalten</translation>
    </message>
    <message>
        <source>no live worker serves this queue</source>
        <translation>kein lebender Worker bedient diese Warteschlange</translation>
    </message>
    <message>
        <source>every worker that serves this queue and is free is paused</source>
        <translation>jeder freie Worker dieser Warteschlange ist angehalten</translation>
    </message>
    <message>
        <source>every worker that serves this queue is busy</source>
        <translation>alle Worker dieser Warteschlange sind beschäftigt</translation>
    </message>
    <message>
        <source>the ledger cannot write at the moment</source>
        <translation>das Ledger kann im Augenblick nicht schreiben</translation>
    </message>
    <message>
        <source>the engine, or every worker that serves this queue, is draining</source>
        <translation>die Engine oder jeder Worker dieser Warteschlange läuft leer</translation>
    </message>
    <message>
        <source>all attempts are used up</source>
        <translation>alle Versuche sind verbraucht</translation>
    </message>
    <message>
        <source>too many deliveries were lost (poison)</source>
        <translation>zu viele Zustellungen gingen verloren (Gift)</translation>
    </message>
    <message>
        <source>the error is of a kind that trying again cannot mend</source>
        <translation>der Fehler ist von einer Art, die ein neuer Versuch nicht heilt</translation>
    </message>
    <message>
        <source>the deadline has passed</source>
        <translation>die Frist ist abgelaufen</translation>
    </message>
    <message>
        <source>Dispatched to %1 after waiting %2: next in turn with a free slot. Free workers: %3; tasks in queue %4. (1 of %5 dispatches is recorded.)</source>
        <translation>An %1 zugeteilt nach %2 Wartezeit: als Nächster mit freiem Platz an der Reihe. Freie Worker: %3; Aufgaben in der Warteschlange %4. (1 von %5 Zuteilungen wird festgehalten.)</translation>
    </message>
    <message>
        <source>Held in queue %1: %2. %3 queued; workers that serve it: %4 free, %5 busy, %6 paused.</source>
        <translation>Zurückgehalten in der Warteschlange %1: %2. %3 eingereiht; ihre Worker: %4 frei, %5 beschäftigt, %6 angehalten.</translation>
    </message>
    <message>
        <source>Attempt %1 of %2 failed on %3; trying again after %4 (exponential backoff, full jitter).</source>
        <translation>Versuch %1 von %2 auf %3 gescheitert; der nächste nach %4 (exponentieller Abstand, voller Jitter).</translation>
    </message>
    <message>
        <source>The engine ended while it ran on %3: delivery %1 of %2; queued again.</source>
        <translation>Die Engine endete, während sie auf %3 lief: Zustellung %1 von %2; wieder eingereiht.</translation>
    </message>
    <message>
        <source>Lease on %3 lost after %4 without a sign of life: delivery %1 of %2; queued again.</source>
        <translation>Lease auf %3 nach %4 ohne Lebenszeichen verloren: Zustellung %1 von %2; wieder eingereiht.</translation>
    </message>
    <message>
        <source>Dead-lettered: %1. Attempts %2 of %3, lost deliveries %4 of %5.</source>
        <translation>Unzustellbar: %1. Versuche %2 von %3, verlorene Zustellungen %4 von %5.</translation>
    </message>
    <message>
        <source>Pool resized from %1 to %2 workers (allowed %3 to %4).</source>
        <translation>Pool von %1 auf %2 Worker geändert (erlaubt: %3 bis %4).</translation>
    </message>
</context>
<context>
    <name>Events</name>
    <message>
        <source>submit</source>
        <translation>Einreichen</translation>
    </message>
    <message>
        <source>cancel</source>
        <translation>Abbrechen</translation>
    </message>
    <message>
        <source>suspend</source>
        <translation>Aussetzen</translation>
    </message>
    <message>
        <source>resume tasks</source>
        <translation>Aufgaben weiter</translation>
    </message>
    <message>
        <source>retry</source>
        <translation>Wiederholen</translation>
    </message>
    <message>
        <source>requeue</source>
        <translation>Zurückstellen</translation>
    </message>
    <message>
        <source>reprioritise</source>
        <translation>Priorität ändern</translation>
    </message>
    <message>
        <source>purge</source>
        <translation>Löschen</translation>
    </message>
    <message>
        <source>pause worker</source>
        <translation>Worker anhalten</translation>
    </message>
    <message>
        <source>pause queue</source>
        <translation>Warteschlange anhalten</translation>
    </message>
    <message>
        <source>pause all</source>
        <translation>alles anhalten</translation>
    </message>
    <message>
        <source>pool size</source>
        <translation>Poolgröße</translation>
    </message>
    <message>
        <source>revert</source>
        <translation>Eingriffe aufheben</translation>
    </message>
    <message>
        <source>resume</source>
        <translation>weiter</translation>
    </message>
    <message>
        <source>drain</source>
        <translation>leerlaufen</translation>
    </message>
    <message>
        <source>At the start: %3</source>
        <translation>Beim Start: %3</translation>
    </message>
    <message>
        <source>The drain was ended: intake is open again</source>
        <translation>Das Leerlaufen wurde beendet: neue Aufgaben werden wieder angenommen</translation>
    </message>
    <message>
        <source>Started; the ledger holds nothing unfinished</source>
        <translation>Gestartet; im Ledger ist nichts unvollendet</translation>
    </message>
    <message>
        <source>Recovered %6 unfinished tasks from the ledger</source>
        <translation>%6 unvollendete Aufgaben aus dem Ledger übernommen</translation>
    </message>
    <message>
        <source>Draining: intake is closed, what runs may finish</source>
        <translation>Läuft leer: neue Aufgaben werden abgewiesen, laufende dürfen fertig werden</translation>
    </message>
    <message>
        <source>Drained: nothing runs any more</source>
        <translation>Leergelaufen: nichts läuft mehr</translation>
    </message>
    <message>
        <source>The engine stops</source>
        <translation>Die Engine hält an</translation>
    </message>
    <message>
        <source>The engine has failed: %3</source>
        <translation>Die Engine ist ausgefallen: %3</translation>
    </message>
    <message>
        <source>The ledger writes again</source>
        <translation>Das Ledger schreibt wieder</translation>
    </message>
    <message>
        <source>Worker %1 is back</source>
        <translation>Worker %1 ist wieder da</translation>
    </message>
    <message>
        <source>Worker %1 joined</source>
        <translation>Worker %1 kam hinzu</translation>
    </message>
    <message>
        <source>Worker %1 missed two heartbeats</source>
        <translation>Worker %1 hat zwei Lebenszeichen versäumt</translation>
    </message>
    <message>
        <source>Worker %1 is lost: no sign of life</source>
        <translation>Worker %1 ist verloren: kein Lebenszeichen</translation>
    </message>
    <message>
        <source>Worker %1 is draining; a new one takes its place</source>
        <translation>Worker %1 läuft leer; ein neuer tritt an seine Stelle</translation>
    </message>
    <message>
        <source>Worker %1 is draining: the pool is to shrink</source>
        <translation>Worker %1 läuft leer: der Pool soll schrumpfen</translation>
    </message>
    <message>
        <source>Worker %1 left</source>
        <translation>Worker %1 ist gegangen</translation>
    </message>
    <message>
        <source>Task %2 is retried without its deadline, which had passed</source>
        <translation>Aufgabe %2 wird ohne ihre Frist wiederholt, die schon vorbei war</translation>
    </message>
    <message>
        <source>Task %2 lost its lease on %1; queued again</source>
        <translation>Aufgabe %2 verlor ihre Lease auf %1; wieder eingereiht</translation>
    </message>
    <message>
        <source>Task %2 missed its deadline</source>
        <translation>Aufgabe %2 hat ihre Frist versäumt</translation>
    </message>
    <message>
        <source>A late report of %1 about task %2 was refused</source>
        <translation>Ein später Bericht von %1 über Aufgabe %2 wurde abgewiesen</translation>
    </message>
    <message>
        <source>The engine stood still for a while; every lease was extended</source>
        <translation>Die Engine stand eine Weile still; jede Lease wurde verlängert</translation>
    </message>
    <message>
        <source>%1
In the engine&apos;s words: %2</source>
        <translation>%1
In den Worten der Engine: %2</translation>
    </message>
    <message>
        <source>%8 was reverted</source>
        <translation>%8 wurde zurückgenommen</translation>
    </message>
    <message>
        <source>%8 ended by itself</source>
        <translation>%8 endete von selbst</translation>
    </message>
    <message>
        <source>%8 was renewed by %4: %5</source>
        <translation>%8 wurde von %4 erneuert: %5</translation>
    </message>
    <message>
        <source>%8 was renewed by %4</source>
        <translation>%8 wurde von %4 erneuert</translation>
    </message>
    <message>
        <source>%8 was imposed by %4: %5</source>
        <translation>%8 wurde von %4 angeordnet: %5</translation>
    </message>
    <message>
        <source>%8 was imposed by %4</source>
        <translation>%8 wurde von %4 angeordnet</translation>
    </message>
    <message>
        <source>The pause of worker %3</source>
        <translation>Die Pause von Worker %3</translation>
    </message>
    <message>
        <source>The pause of queue %3</source>
        <translation>Die Pause der Warteschlange %3</translation>
    </message>
    <message>
        <source>The pause of the whole engine</source>
        <translation>Die Pause der ganzen Engine</translation>
    </message>
    <message>
        <source>The pool size</source>
        <translation>Die Poolgröße</translation>
    </message>
    <message>
        <source>The pool size of %7</source>
        <translation>Die Poolgröße %7</translation>
    </message>
    <message>
        <source>Command refused: %3 by %4: %5</source>
        <translation>Befehl abgewiesen: %3 von %4: %5</translation>
    </message>
    <message>
        <source>Command applied: %3 by %4</source>
        <translation>Befehl ausgeführt: %3 von %4</translation>
    </message>
    <message>
        <source>Command applied: %3 by %4: %5</source>
        <translation>Befehl ausgeführt: %3 von %4: %5</translation>
    </message>
    <message>
        <source>The ledger failed for good and the engine has stopped; restart it to go on from what was stored</source>
        <translation>Das Ledger ist endgültig ausgefallen, und die Engine steht; ein Neustart macht mit dem weiter, was gespeichert ist</translation>
    </message>
    <message>
        <source>The ledger cannot write: %3. New work is refused; everything goes on when it can write again</source>
        <translation>Das Ledger kann nicht schreiben: %3. Neue Aufgaben werden abgewiesen; alles geht weiter, sobald es wieder schreiben kann</translation>
    </message>
    <message>
        <source>Task %2 failed (attempt %6 of %7): %3</source>
        <translation>Aufgabe %2 ist gescheitert (Versuch %6 von %7): %3</translation>
    </message>
    <message>
        <source>Task %2 was quarantined: %6 deliveries lost</source>
        <translation>Aufgabe %2 ist in Quarantäne: %6 Zustellungen verloren</translation>
    </message>
    <message>
        <source>Task %2 failed for good: %3</source>
        <translation>Aufgabe %2 ist endgültig gescheitert: %3</translation>
    </message>
</context>
<context>
    <name>FilterWords</name>
    <message>
        <source>too many brackets or negations within each other (at most %1)</source>
        <translation>zu viele Klammern oder Verneinungen ineinander (höchstens %1)</translation>
    </message>
    <message>
        <source>a term is missing, such as %1</source>
        <translation>hier fehlt ein Ausdruck, etwa %1</translation>
    </message>
    <message>
        <source>a value is missing</source>
        <translation>hier fehlt ein Wert</translation>
    </message>
    <message>
        <source>this &quot;(&quot; is not closed</source>
        <translation>diese „(“ wird nicht geschlossen</translation>
    </message>
    <message>
        <source>this &quot;)&quot; closes nothing</source>
        <translation>diese „)“ schließt nichts</translation>
    </message>
    <message>
        <source>this quotation mark is not closed</source>
        <translation>dieses Anführungszeichen wird nicht geschlossen</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no field; use one of %2, or quote the text</source>
        <translation>„%1“ ist kein Feld; es gibt %2; oder setzen Sie den Text in Anführungszeichen</translation>
    </message>
    <message>
        <source>%2 takes &quot;:&quot; or &quot;=&quot;, not &quot;%1&quot;</source>
        <translation>%2 verträgt „:“ oder „=“, nicht „%1“</translation>
    </message>
    <message>
        <source>%1 takes one value</source>
        <translation>%1 nimmt nur einen Wert</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no duration; write a number and a unit, such as %2</source>
        <translation>„%1“ ist keine Dauer; schreiben Sie eine Zahl und eine Einheit, etwa %2</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no whole number, which %2 needs</source>
        <translation>„%1“ ist keine ganze Zahl, wie %2 sie braucht</translation>
    </message>
    <message>
        <source>&quot;%1&quot; is no state; use %2</source>
        <translation>„%1“ ist kein Zustand; es gibt %2</translation>
    </message>
    <message>
        <source>The filter has %1 bytes; at most %2</source>
        <translation>Der Filter hat %1 Bytes; höchstens %2</translation>
    </message>
    <message>
        <source>At character %1 of the filter: %2</source>
        <translation>Bei Zeichen %1 des Filters: %2</translation>
    </message>
</context>
<context>
    <name>Settings</name>
    <message>
        <source>Environment: sets some defaults and raises the confirmation tiers in production.</source>
        <translation>Umgebung: setzt einige Vorgaben; in der Produktion wird strenger nachgefragt.</translation>
    </message>
    <message>
        <source>Where ledger, token and engine.json live.</source>
        <translation>Wo Ledger, Token und engine.json liegen.</translation>
    </message>
    <message>
        <source>Where tasks are kept: memory is lost on exit, sqlite is durable.</source>
        <translation>Wo Aufgaben aufbewahrt werden: memory geht beim Beenden verloren, sqlite bleibt.</translation>
    </message>
    <message>
        <source>The ledger&apos;s file; empty = ledger.db in the data folder.</source>
        <translation>Die Datei des Ledgers; leer = ledger.db im Datenordner.</translation>
    </message>
    <message>
        <source>How many final tasks are kept before the oldest are pruned.</source>
        <translation>Wie viele abgeschlossene Aufgaben bleiben, ehe die ältesten entfernt werden.</translation>
    </message>
    <message>
        <source>How long final tasks are kept.</source>
        <translation>Wie lange abgeschlossene Aufgaben bleiben.</translation>
    </message>
    <message>
        <source>MB that the write-ahead log may reach before the writer is paced.</source>
        <translation>MB, die das Write-Ahead-Log erreichen darf, ehe der Schreiber gebremst wird.</translation>
    </message>
    <message>
        <source>Workers at the start; overrides change it later.</source>
        <translation>Worker beim Start; Eingriffe ändern es später.</translation>
    </message>
    <message>
        <source>Tasks that one worker runs at once.</source>
        <translation>Aufgaben, die ein Worker zugleich ausführt.</translation>
    </message>
    <message>
        <source>Threads for registered functions and burning work; 0 = one per core.</source>
        <translation>Threads für registrierte Funktionen und Rechenlast; 0 = einer je Kern.</translation>
    </message>
    <message>
        <source>Handler failures until a task goes to the dead letters.</source>
        <translation>Fehlschläge, bis eine Aufgabe als unzustellbar gilt.</translation>
    </message>
    <message>
        <source>Lost deliveries until a task counts as poison.</source>
        <translation>Verlorene Zustellungen, bis eine Aufgabe als giftig gilt.</translation>
    </message>
    <message>
        <source>Time limit of one attempt.</source>
        <translation>Zeitgrenze eines Versuchs.</translation>
    </message>
    <message>
        <source>First pause before a retry.</source>
        <translation>Erste Pause vor einer Wiederholung.</translation>
    </message>
    <message>
        <source>Longest pause before a retry.</source>
        <translation>Längste Pause vor einer Wiederholung.</translation>
    </message>
    <message>
        <source>Growth of the pause per attempt.</source>
        <translation>Wachstum der Pause je Versuch.</translation>
    </message>
    <message>
        <source>How long an idempotency key stays claimed.</source>
        <translation>Wie lange ein Idempotenz-Schlüssel belegt bleibt.</translation>
    </message>
    <message>
        <source>Silence after which a worker&apos;s tasks are given to others.</source>
        <translation>Stille, nach der die Aufgaben eines Workers an andere gehen.</translation>
    </message>
    <message>
        <source>How often workers renew their leases; at most a third of lease.length.</source>
        <translation>Wie oft Worker ihre Leases erneuern; höchstens ein Drittel von lease.length.</translation>
    </message>
    <message>
        <source>How often leases are looked through.</source>
        <translation>Wie oft die Leases durchgesehen werden.</translation>
    </message>
    <message>
        <source>Commands that may wait; more are refused.</source>
        <translation>Befehle, die warten dürfen; weitere werden abgewiesen.</translation>
    </message>
    <message>
        <source>Unfinished tasks in memory; more are refused.</source>
        <translation>Unfertige Aufgaben im Speicher; weitere werden abgewiesen.</translation>
    </message>
    <message>
        <source>MB of payloads of unfinished tasks; more are refused.</source>
        <translation>MB an Nutzdaten unfertiger Aufgaben; weitere werden abgewiesen.</translation>
    </message>
    <message>
        <source>Events kept for readers.</source>
        <translation>Ereignisse, die für Leser bleiben.</translation>
    </message>
    <message>
        <source>Decision records kept for readers.</source>
        <translation>Entscheidungen, die für Leser bleiben.</translation>
    </message>
    <message>
        <source>One of so many dispatch decisions is recorded.</source>
        <translation>Von so vielen Zuteilungen wird eine festgehalten.</translation>
    </message>
    <message>
        <source>Programs that tasks of type command may run.</source>
        <translation>Programme, die Aufgaben der Art command starten dürfen.</translation>
    </message>
    <message>
        <source>Variables that are passed on to programs.</source>
        <translation>Variablen, die an Programme weitergegeben werden.</translation>
    </message>
    <message>
        <source>Working folder of programs; empty = the data folder.</source>
        <translation>Arbeitsordner der Programme; leer = der Datenordner.</translation>
    </message>
    <message>
        <source>Child processes at once.</source>
        <translation>Kindprozesse zugleich.</translation>
    </message>
    <message>
        <source>Connections of http tasks at once.</source>
        <translation>Verbindungen von http-Aufgaben zugleich.</translation>
    </message>
    <message>
        <source>KB of a response that are read; a longer one is an error.</source>
        <translation>KB einer Antwort, die gelesen werden; eine längere ist ein Fehler.</translation>
    </message>
    <message>
        <source>Trusted certificates (PEM); empty = the system&apos;s.</source>
        <translation>Vertraute Zertifikate (PEM); leer = die des Systems.</translation>
    </message>
    <message>
        <source>Whether the HTTP door is open.</source>
        <translation>Ob die HTTP-Tür offen ist.</translation>
    </message>
    <message>
        <source>Address the HTTP door listens on.</source>
        <translation>Adresse, auf der die HTTP-Tür lauscht.</translation>
    </message>
    <message>
        <source>Port of the HTTP door; 0 = any free one; a taken one moves on to the next.</source>
        <translation>Port der HTTP-Tür; 0 = irgendein freier; ist er belegt, wird der nächste genommen.</translation>
    </message>
    <message>
        <source>The admin token; empty = admin.token in the data folder.</source>
        <translation>Das Token des Verwalters; leer = admin.token im Datenordner.</translation>
    </message>
    <message>
        <source>How long running tasks may go on when the engine stops.</source>
        <translation>Wie lange laufende Aufgaben weiterdürfen, wenn die Engine anhält.</translation>
    </message>
    <message>
        <source>How long stopping may take as a whole; at least shutdown.drain.</source>
        <translation>Wie lange das Anhalten insgesamt dauern darf; mindestens shutdown.drain.</translation>
    </message>
    <message>
        <source>The least serious log lines that are written.</source>
        <translation>Die am wenigsten ernsten Logzeilen, die noch geschrieben werden.</translation>
    </message>
    <message>
        <source>Log lines as JSON.</source>
        <translation>Logzeilen als JSON.</translation>
    </message>
    <message>
        <source>a path; empty = the default place</source>
        <translation>ein Pfad; leer = der übliche Ort</translation>
    </message>
    <message>
        <source>names looked up in PATH, or full paths</source>
        <translation>Namen, die in PATH gesucht werden, oder volle Pfade</translation>
    </message>
    <message>
        <source>names of variables</source>
        <translation>Namen von Variablen</translation>
    </message>
    <message>
        <source>127.0.0.1 or another loopback address</source>
        <translation>127.0.0.1 oder eine andere Loopback-Adresse</translation>
    </message>
    <message>
        <source>default</source>
        <translation>Vorgabe</translation>
    </message>
    <message>
        <source>file</source>
        <translation>Datei</translation>
    </message>
    <message>
        <source>environment</source>
        <translation>Umgebung</translation>
    </message>
    <message>
        <source>flag</source>
        <translation>Schalter</translation>
    </message>
</context>
<context>
    <name>Durability</name>
    <message>
        <source>durable: WAL + FULL</source>
        <translation>dauerhaft: WAL + FULL</translation>
    </message>
    <message>
        <source>WAL + NORMAL: the last commits may be lost with the power</source>
        <translation>WAL + NORMAL: bei Stromausfall können die letzten Schritte fehlen</translation>
    </message>
    <message>
        <source>lost on exit</source>
        <translation>beim Beenden verloren</translation>
    </message>
</context>
</TS>
