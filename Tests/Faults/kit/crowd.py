"""Many orders at once, with their payments: some early, some too small, some messages twice."""
import random

from sender import Message


def crowd(name, count, seed):
    """A seeded list of messages, and the facts that must come out of them whatever happens on the way."""
    chance = random.Random(seed)
    messages, expected = [], []

    def add(at, message):
        messages.append((at, message))
        if chance.random() < 0.05:  # the sender did not see the confirm, and sends again
            messages.append((at + chance.uniform(0, 100), message))

    for number in range(count):
        order_id, price = f"{name}-{number}", chance.randrange(1, 5000)
        quantity, short = chance.randrange(1, 9), chance.random() < 0.2
        due = price * quantity
        paid = chance.randrange(0, due) if short else due + chance.randrange(0, 3)
        at = number + chance.random()
        placed, payment = f"{order_id}-placed", f"{order_id}-paid"
        lines = [{"sku": "mug", "quantity": quantity, "price": price}]
        add(at, Message(placed, "order_placed", "order.placed", {"order_id": order_id, "lines": lines}))
        wait = chance.uniform(-20, 200)  # in messages: some payments overtake their order
        add(at + wait, Message(payment, "payment_received", "payment.received", {"order_id": order_id, "amount": paid}))
        expected.append(("expected", order_id, "payment_requested", {"order_id": order_id, "amount": due}, [placed]))
        if short:
            body = {"order_id": order_id, "paid": paid, "missing": due - paid}
            expected.append(("expected", order_id, "order_cancelled", body, [placed, payment]))
        else:
            expected.append(("expected", order_id, "order_shipped", {"order_id": order_id, "paid": paid}, [placed, payment]))
    messages.sort(key=lambda each: each[0])
    return [message for _, message in messages], expected
