/// Answers as they have been since the first version that had them. What a line says is never changed to make a test pass:
/// programs read it.
enum AnswerGoldens {
    static let shown = #"""
        == instances
        {"instance":"<instance 1>","process":"order","status":"running","started":"2026-01-01T00:00:00.000Z","emitted":1,"waits":[{"event":"message","name":"payment_received","correlation":"3:key={8:order_id1:a,}","element":"wait"}]}
        {"instance":"<instance 2>","process":"order","status":"completed","started":"2026-01-01T00:00:00.000Z","ended":"2026-01-01T00:00:00.000Z","emitted":2}
        {"end":true}
        == completed
        {"instance":"<instance 2>","process":"order","status":"completed","started":"2026-01-01T00:00:00.000Z","ended":"2026-01-01T00:00:00.000Z","emitted":2}
        {"end":true,"next":2}
        == instance 1
        {"instance":"<instance 1>","process":"order","status":"running","started":"2026-01-01T00:00:00.000Z","emitted":1,"waits":[{"event":"message","name":"payment_received","correlation":"3:key={8:order_id1:a,}","element":"wait"}],"definition":"<definition>","inputs":0,"caused_by":"first","received":[{"message_id":"first","queue":"in","outcome":"started","at":"2026-01-01T00:00:00.000Z"}],"unconfirmed":[{"message_id":"<instance 1>/1","exchange":"out","routing_key":"order.payment_requested"}],"parked":[{"parked":5,"kind":"publication","reason":"reason"},{"parked":6,"kind":"instance","reason":"reason"},{"parked":7,"kind":"instance","reason":"reason"}],"tasks":[{"element":"wait","state":"waiting","data":{"order":{"order_id":"a","amount":3}}}]}
        {"end":true}
        == instance 2
        {"instance":"<instance 2>","process":"order","status":"completed","started":"2026-01-01T00:00:00.000Z","ended":"2026-01-01T00:00:00.000Z","emitted":2,"definition":"<definition>","inputs":1,"caused_by":"second","received":[{"message_id":"second","queue":"in","outcome":"started","at":"2026-01-01T00:00:00.000Z"},{"message_id":"third","queue":"in","outcome":"delivered","at":"2026-01-01T00:00:00.000Z"}],"unconfirmed":[{"message_id":"<instance 2>/1","exchange":"out","routing_key":"order.payment_requested"},{"message_id":"<instance 2>/2","exchange":"out","routing_key":"order.order_shipped"}],"parked":[],"data":{"order":{"order_id":"done","amount":3},"payment":{"order_id":"done","amount":4}}}
        {"end":true}
        == no instance
        {"end":true,"problem":"there is no instance none; one that has ended is kept for a while only"}
        == parked
        {"parked":1,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"engine","attempts":1,"process":"order","event":"message order_placed","message_id":"bad","reason":"ask: line 1: KeyError: 'amount'"}
        {"parked":2,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"engine","attempts":1,"process":"order","event":"message order_placed","message_id":"bodies","reason":"ask: line 1: KeyError: 'amount'","other_bodies":[3]}
        {"parked":3,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"dedupe","attempts":1,"process":"order","event":"order_placed","message_id":"bodies","reason":"the same message came before with another payload, and was parked; the other is parked as 2: retry the one that is right, and the other is discarded","other_bodies":[2]}
        {"parked":4,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"dedupe","attempts":1,"process":"order","event":"order_placed","message_id":"first","reason":"the same message came before with another payload, and started a process at 2026-01-01T00:00:00.000Z"}
        {"parked":5,"kind":"publication","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"late","message_id":"<instance 1>/9","reason":"reason"}
        {"parked":6,"kind":"instance","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"error E1","reason":"reason"}
        {"parked":7,"kind":"instance","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"time","reason":"reason"}
        {"parked":8,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"error E1","message_id":"third","reason":"reason"}
        {"parked":9,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","event":"odd","message_id":"defect","reason":"reason"}
        {"parked":10,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","event":"odd","message_id":"defect","reason":"reason"}
        {"end":true,"next":10}
        == parked publications
        {"parked":5,"kind":"publication","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"late","message_id":"<instance 1>/9","reason":"reason"}
        {"end":true,"next":10}
        == parked 1
        {"parked":1,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"engine","attempts":1,"process":"order","event":"message order_placed","message_id":"bad","reason":"ask: line 1: KeyError: 'amount'","payload":{"order_id":"bad"},"delivery":{"queue":"in","exchange":"","routing_key":"","type":"order_placed","content_type":"application/json","headers":{},"body_bytes":18,"body":"{\"order_id\":\"bad\"}"}}
        {"end":true}
        == parked 2
        {"parked":2,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"engine","attempts":1,"process":"order","event":"message order_placed","message_id":"bodies","reason":"ask: line 1: KeyError: 'amount'","other_bodies":[{"parked":3,"at":"2026-01-01T00:00:00.000Z","reason":"the same message came before with another payload, and was parked; the other is parked as 2: retry the one that is right, and the other is discarded","body":"{\"order_id\":\"c\",\"n\":2}"}],"payload":{"order_id":"c","n":1},"delivery":{"queue":"in","exchange":"","routing_key":"","type":"order_placed","content_type":"application/json","headers":{},"body_bytes":22,"body":"{\"order_id\":\"c\",\"n\":1}"}}
        {"end":true}
        == parked 3
        {"parked":3,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"dedupe","attempts":1,"process":"order","event":"order_placed","message_id":"bodies","reason":"the same message came before with another payload, and was parked; the other is parked as 2: retry the one that is right, and the other is discarded","other_bodies":[{"parked":2,"at":"2026-01-01T00:00:00.000Z","reason":"ask: line 1: KeyError: 'amount'","body":{"order_id":"c","n":1}}],"delivery":{"queue":"in","exchange":"","routing_key":"","type":"order_placed","content_type":"application/json","headers":{},"body_bytes":22,"body":"{\"order_id\":\"c\",\"n\":2}"}}
        {"end":true}
        == parked 4
        {"parked":4,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"dedupe","attempts":1,"process":"order","event":"order_placed","message_id":"first","reason":"the same message came before with another payload, and started a process at 2026-01-01T00:00:00.000Z","delivery":{"queue":"in","exchange":"","routing_key":"","type":"order_placed","content_type":"application/json","headers":{},"body_bytes":20,"body":"{\"order_id\":\"other\"}"}}
        {"end":true}
        == parked 5
        {"parked":5,"kind":"publication","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"late","message_id":"<instance 1>/9","reason":"reason","exchange":"out","routing_key":"order.late","type":"late","headers":{"x-n":7},"body_bytes":2,"body":"hex:ff0a"}
        {"end":true}
        == parked 6
        {"parked":6,"kind":"instance","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"error E1","reason":"reason","caused_by":"third","payload":{"n":1}}
        {"end":true}
        == parked 7
        {"parked":7,"kind":"instance","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"time","reason":"reason"}
        {"end":true}
        == parked 8
        {"parked":8,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","instance":"<instance 1>","event":"error E1","message_id":"third","reason":"reason","addressee":"<instance 1>","thrown_by":"<instance 1>","code":"E1","payload":{"n":1},"delivery":{"queue":"in","exchange":"","routing_key":"","type":"odd","headers":{},"defect":"a header that is none","body_bytes":4,"body":"text"}}
        {"end":true}
        == parked 9
        {"parked":9,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","event":"odd","message_id":"defect","reason":"reason","delivery":{"queue":"in","exchange":"","routing_key":"","type":"odd","headers":{},"defect":"a header that is none","body_bytes":4,"body":"text"}}
        {"end":true}
        == parked 10
        {"parked":10,"kind":"delivery","at":"2026-01-01T00:00:00.000Z","stage":"stage","attempts":1,"process":"p, q","event":"odd","message_id":"defect","reason":"reason","delivery":{"queue":"in","exchange":"","routing_key":"","type":"odd","headers":{},"defect":"a header that is none","body_bytes":4,"body":"text"}}
        {"end":true}
        == parked 11
        {"parked":11,"kind":"event","discarded":"2026-01-01T00:00:00.000Z","why":"a test \"order\"","stage":"engine","reason":"ask: line 1: KeyError: 'amount'","process":"order","id":"gone"}
        {"end":true}
        == parked 12
        {"end":true,"problem":"nothing is parked under 12"}
        == held
        {"held":1,"event":"message payment_received","message_id":"early","queue":"in","expires":"2026-01-01T01:00:00.000Z","then":"park"}
        {"held":2,"event":"message unknown","addressee":"<instance 1>","message_id":"named","queue":"in","expires":"2026-01-01T01:00:00.000Z","then":"park"}
        {"held":3,"event":"error E1","addressee":"<instance 1>","message_id":"third","queue":"in","expires":"2026-01-01T00:01:00.000Z","then":"park"}
        {"end":true,"next":3}
        == held payments
        {"held":1,"event":"message payment_received","message_id":"early","queue":"in","expires":"2026-01-01T01:00:00.000Z","then":"park"}
        {"end":true,"next":1}
        == held 1
        {"held":1,"event":"message payment_received","message_id":"early","queue":"in","expires":"2026-01-01T01:00:00.000Z","then":"park","payload":{"order_id":"z","ä":[1.5,null]},"delivery":{"queue":"in","exchange":"","routing_key":"","type":"payment_received","content_type":"application/json","headers":{},"body_bytes":32,"body":"{\"order_id\":\"z\",\"ä\":[1.5,null]}"}}
        {"end":true}
        == held 2
        {"held":2,"event":"message unknown","addressee":"<instance 1>","message_id":"named","queue":"in","expires":"2026-01-01T01:00:00.000Z","then":"park","payload":{"for":"one"},"delivery":{"queue":"in","exchange":"","routing_key":"","type":"unknown","content_type":"application/json","headers":{"x-process-instance":"<instance 1>"},"body_bytes":13,"body":"{\"for\":\"one\"}"}}
        {"end":true}
        == held 3
        {"held":3,"event":"error E1","addressee":"<instance 1>","message_id":"third","queue":"in","expires":"2026-01-01T00:01:00.000Z","then":"park","thrown_by":"<instance 1>","code":"E1","payload":{"n":1},"delivery":{"queue":"in","exchange":"","routing_key":"","type":"odd","headers":{},"defect":"a header that is none","body_bytes":4,"body":"text"}}
        {"end":true}
        == held 4
        {"end":true,"problem":"nothing is held under 4"}
        == damaged instances
        {"instance":"<instance 1>","process":"order","status":"running","started":"2026-01-01T00:00:00.000Z","emitted":1,"waits":"cannot be read"}
        {"row":2,"status":"unreadable"}
        {"end":true}
        == damaged instance 1
        {"instance":"<instance 1>","process":"order","status":"running","started":"2026-01-01T00:00:00.000Z","emitted":1,"waits":"cannot be read","definition":"<definition>","inputs":0,"caused_by":"first","received":[{"message_id":"first","queue":"in","outcome":"started","at":"2026-01-01T00:00:00.000Z"}],"unconfirmed":[{"message_id":"<instance 1>/1","exchange":"out","routing_key":"order.payment_requested"}],"parked":[{"parked":5,"kind":"publication","reason":"reason"},{"parked":6,"kind":"instance","reason":"reason"},{"parked":7,"kind":"instance","reason":"reason"}],"data":"cannot be shown: the stored state of the instance cannot be read: version 255 of the format is not known to this program at byte 1"}
        {"end":true}
        == damaged instance 2
        {"end":true,"problem":"<database>: instance 2 has an unknown definition or status"}
        == damaged parked 1
        {"parked":1,"kind":"event","at":"2026-01-01T00:00:00.000Z","stage":"engine","attempts":1,"process":"order","reason":"ask: line 1: KeyError: 'amount'","content":"cannot be read; it can be discarded"}
        {"end":true}
        == damaged held 2
        {"held":2,"expires":"2026-01-01T01:00:00.000Z","not_shown":"cannot be read; it can be discarded"}
        {"end":true}
        """#

    static let decided = #"""
        == held discard 1
        {"held":1,"done":true,"result":"discarded"}
        {"end":true}
        == held discard 9
        {"end":true,"problem":"nothing is held under 9"}
        == retry 1
        {"parked":1,"done":false,"result":"parked again","reason":"ask: line 1: KeyError: 'amount'"}
        {"end":true}
        == retry 4
        {"parked":4,"done":false,"result":"parked again","reason":"ask: line 1: KeyError: 'amount'"}
        {"end":true}
        == retry 5
        {"parked":5,"done":false,"result":"published, not confirmed yet","reason":"it stays in the outbox until the broker has confirmed it"}
        {"end":true}
        == retry 99
        {"end":true,"problem":"nothing is parked under 99"}
        == retry 2 among all
        {"parked":2,"done":false,"result":"not retried","reason":"one message with several bodies, 2, 3: retry the one that is right by its number"}
        {"end":true}
        == discard 2
        {"parked":2,"done":true,"result":"discarded"}
        {"end":true}
        == backup
        {"end":true,"problem":"a backup is not made here"}
        == 7 is published
        {"parked":7,"done":false,"result":"published, not confirmed yet","reason":"it stays in the outbox until the broker has confirmed it"}
        {"end":true}
        == 7 is confirmed
        {"parked":7,"done":true,"result":"published"}
        {"end":true}
        == 7 is refused
        {"parked":7,"done":false,"result":"refused","reason":"the broker refuses it for now, perhaps a queue is full; it stays in the outbox, and is tried again"}
        {"end":true}
        == 7 is parked again
        {"parked":7,"done":false,"result":"parked again","reason":"r"}
        {"end":true}
        == 7 is discarded
        {"parked":7,"done":true,"result":"discarded"}
        {"end":true}
        == 7 is needs a choice
        {"parked":7,"done":false,"result":"not retried","reason":"n"}
        {"end":true}
        == 7 is requested
        {"parked":7,"done":true,"result":"asked for: the next start of the bridge does it first"}
        {"end":true}
        == 7 is gone
        {"end":true,"problem":"nothing is parked under 7"}
        == 7 is running
        {"parked":7,"done":true,"result":"running"}
        {"end":true}
        == 7 is completed
        {"parked":7,"done":true,"result":"completed"}
        {"end":true}
        == 7 is parked
        {"parked":7,"done":true,"result":"parked"}
        {"end":true}
        == 7 is delivered
        {"parked":7,"done":true,"result":"delivered"}
        {"end":true}
        == 7 is started
        {"parked":7,"done":true,"result":"started"}
        {"end":true}
        == 7 is duplicate
        {"parked":7,"done":true,"result":"duplicate"}
        {"end":true}
        == 7 is held
        {"parked":7,"done":true,"result":"held"}
        {"end":true}
        == 7 is parked
        {"parked":7,"done":true,"result":"parked"}
        {"end":true}
        == 7 is discarded
        {"parked":7,"done":true,"result":"discarded"}
        {"end":true}
        == 7 is expired
        {"parked":7,"done":true,"result":"expired"}
        {"end":true}
        == 7 is ambiguous
        {"parked":7,"done":true,"result":"ambiguous"}
        {"end":true}
        == 7 is dead-lettered
        {"parked":7,"done":true,"result":"deadLettered"}
        {"end":true}
        == held 7 is discarded
        {"held":7,"done":true,"result":"discarded"}
        {"end":true}
        == 7 failed
        {"end":true,"problem":"nothing has happened to 7: away"}
        == copied
        {"copied":"/tmp/x"}
        {"end":true}
        """#
}
