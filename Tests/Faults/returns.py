#!/usr/bin/env python3
"""What order RabbitMQ itself keeps when a consumer goes away and another comes: no bridge, a plain client.

    returns.py BROKER [--messages 16000] [--lives 8]

A sender goes on while consumers come one after the other, cancel, and leave what was under way to them behind. On a
classic queue all come in their order; on a quorum queue without a delivery limit some come after newer ones (seen with
RabbitMQ 3.10: a few of 16,000), as its documentation says under "Repeated Requeues".
"""
import argparse
import threading
import uuid

import pika


def send(parameters, queue, count):
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    channel.confirm_delivery()  # so it does not run away from the consumers
    for number in range(count):
        channel.basic_publish("", queue, str(number).encode(), pika.BasicProperties(delivery_mode=2))
    connection.close()


def life(parameters, queue, order, goal):
    """Consumes until so many have been acknowledged, and closes the connection."""
    connection = pika.BlockingConnection(parameters)
    channel = connection.channel()
    channel.basic_qos(prefetch_count=1000)
    waiting = []
    tag = channel.basic_consume(queue, lambda _, method, __, body: waiting.append((method.delivery_tag, int(body))))
    while len(order) < goal:
        connection.process_data_events(0.05)
        if waiting:
            taken, waiting[:] = waiting[:30], waiting[30:]
            channel.basic_ack(taken[-1][0], multiple=True)
            order += [number for _, number in taken]
    channel.basic_cancel(tag)
    connection.close()


def late(order):
    """How many came after one that was sent later."""
    latest, count = -1, 0
    for number in order:
        count += number < latest
        latest = max(latest, number)
    return count


def run(parameters, options, **arguments):
    connection = pika.BlockingConnection(parameters)
    channel, queue = connection.channel(), f"returns-{uuid.uuid4().hex[:8]}"
    channel.queue_declare(queue, durable=True, arguments=arguments)
    sender = threading.Thread(target=send, args=(parameters, queue, options.messages))
    sender.start()
    order = []
    for number in range(1, options.lives + 1):
        life(parameters, queue, order, options.messages * number // options.lives)
    sender.join()
    channel.queue_delete(queue)
    connection.close()
    return late(order)


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("broker", help="URL of a broker that may be written to")
    parser.add_argument("--messages", type=int, default=16000)
    parser.add_argument("--lives", type=int, default=8)
    options = parser.parse_args()
    parameters = pika.URLParameters(options.broker)
    quorum = {"x-queue-type": "quorum"}
    for name, arguments in {"classic": {}, "quorum": quorum, "quorum, delivery limit": {**quorum, "x-delivery-limit": 1000}}.items():
        print(f"{name}: {run(parameters, options, **arguments)} of {options.messages} came after newer ones", flush=True)


if __name__ == "__main__":
    main()
