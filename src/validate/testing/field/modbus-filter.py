"""A filter for Modbus function codes before a device, a process of its own: JSON on the command line."""

import asyncio
import json
import sys

setup = json.loads(sys.argv[1])


def refusal(frame):
    return frame[:4] + b"\x00\x03" + frame[6:7] + bytes([frame[7] | 0x80, 1])


async def frames(reader):
    while True:
        head = await reader.readexactly(7)
        yield head + await reader.readexactly(int.from_bytes(head[4:6], "big") - 1)


async def serve(reader, writer):
    there, back = await asyncio.open_connection("127.0.0.1", setup["behind"])

    async def answers():
        while data := await there.read(4096):
            writer.write(data)
        writer.close()

    returning = asyncio.create_task(answers())
    try:
        if setup["looks"] == "at what arrives first":
            first = True
            while data := await reader.read(4096):
                if first and data[7] not in setup["functions"]:
                    break
                first = False
                back.write(data)
        elif setup["looks"] == "at the start of what arrives":
            while data := await reader.read(4096):
                if data[7] in setup["functions"]:
                    back.write(data)
        else:
            async for frame in frames(reader):
                if frame[7] in setup["functions"]:
                    back.write(frame)
                elif setup["refuses"] == "by exception 1":
                    writer.write(refusal(frame))
                elif setup["refuses"] == "by hanging up":
                    break
    except (asyncio.IncompleteReadError, ConnectionError):
        pass
    finally:
        returning.cancel()
        back.close()
        writer.close()


async def main():
    server = await asyncio.start_server(serve, "127.0.0.1", setup["port"])
    await server.serve_forever()


asyncio.run(main())
