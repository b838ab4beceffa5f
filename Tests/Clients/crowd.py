"""Many orders at once, with their payments: some early, some too small, some messages twice."""
import random


class Crowd:
    """A seeded list of messages, and what must come out of them whatever happens on the way."""

    def __init__(self, shop, count, seed, prefix=""):
        chance = random.Random(seed)
        self.messages, self.expected = [], {}
        for number in range(count):
            order_id, price = f"{shop.name}-{prefix}{number}", chance.randrange(1, 5000)
            quantity, short = chance.randrange(1, 9), chance.random() < 0.2
            due = price * quantity
            paid = chance.randrange(0, due) if short else due + chance.randrange(0, 3)
            at = number + chance.random()
            wait = chance.uniform(-20, 200)  # in messages: some payments overtake their order
            self.add(at, chance, shop.order, order_id, price=price, quantity=quantity, message_id=f"{order_id}-placed")
            self.add(at + wait, chance, shop.pay, order_id, paid, message_id=f"{order_id}-paid")
            self.expected[order_id, "payment_requested"] = {"order_id": order_id, "amount": due}
            if short:
                body = {"order_id": order_id, "paid": paid, "missing": due - paid}
                self.expected[order_id, "order_cancelled"] = body
            else:
                self.expected[order_id, "order_shipped"] = {"order_id": order_id, "paid": paid}
        self.messages.sort(key=lambda message: message[0])

    def add(self, at, chance, send, *arguments, **properties):
        self.messages.append((at, send, arguments, properties))
        if chance.random() < 0.05:  # the sender did not see the confirm, and sends again
            self.messages.append((at + chance.uniform(0, 100), send, arguments, properties))

    def send(self, first, last):
        for _, send, arguments, properties in self.messages[first:last]:
            send(*arguments, **properties)
