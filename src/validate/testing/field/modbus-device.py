"""A Modbus/TCP device of pymodbus, whose program limits what is written as it is told: JSON on the command line."""

import asyncio
import json
import sys

from pymodbus.datastore import ModbusSequentialDataBlock, ModbusServerContext, ModbusSlaveContext
from pymodbus.device import ModbusDeviceIdentification
from pymodbus.server import StartAsyncTcpServer

setup = json.loads(sys.argv[1])


class Limited(ModbusSlaveContext):
    """Refuses what its list does not have, or acknowledges it and lets it drop."""

    def _permitted(self, code, address, values):
        guarded = (6, 16) if setup["guards"] == "6 and 16" else (5, 6, 15, 16, 22, 23)
        if code not in guarded or setup["list"] == "none":
            return True
        looked_at = [address] if setup["list"] == "its first register" else range(address, address + len(values))
        if any(one != setup["register"] for one in looked_at):
            return False
        if setup["range"] == "none" or (setup["range"] == "single writes" and code != 6):
            return True
        return 10 <= values[0] and (setup["range"] == "below" or values[0] <= 20)

    def setValues(self, fc_as_hex, address, values):
        if self._permitted(fc_as_hex, address, values):
            super().setValues(fc_as_hex, address, values)


async def serve():
    registers = [15, 1, 2, 3] + [0] * 60
    context = Limited(
        di=ModbusSequentialDataBlock(0, [0] * 64),
        co=ModbusSequentialDataBlock(0, [0] * 64),
        ir=ModbusSequentialDataBlock(0, [0] * 64),
        hr=ModbusSequentialDataBlock(0, registers),
        zero_mode=True,
    )
    identity = ModbusDeviceIdentification(info_name={"VendorName": "Acme", "ProductCode": "P"})
    await StartAsyncTcpServer(
        context=ModbusServerContext(slaves=context, single=True),
        identity=identity,
        address=("127.0.0.1", setup["port"]),
    )


asyncio.run(serve())
