/** The members that the Docker Engine API (1.24 to 1.50) has for a container, in small letters: it takes any case. */

export const CONTAINER: ReadonlySet<string> = words(
  'hostname domainname user attachstdin attachstdout attachstderr exposedports tty openstdin stdinonce env cmd',
  'healthcheck argsescaped image volumes workingdir entrypoint networkdisabled macaddress onbuild labels stopsignal',
  'stoptimeout shell hostconfig networkingconfig platform name',
);

export const HOST_CONFIG: ReadonlySet<string> = words(
  'annotations autoremove binds blkiodevicereadbps blkiodevicereadiops blkiodevicewritebps blkiodevicewriteiops',
  'blkioweight blkioweightdevice capabilities capadd capdrop cgroup cgroupnsmode cgroupparent consolesize',
  'containeridfile cpucount cpupercent cpuperiod cpuquota cpurealtimeperiod cpurealtimeruntime cpusetcpus cpusetmems',
  'cpushares devicecgrouprules devicerequests devices dns dnsoptions dnssearch extrahosts groupadd init',
  'iomaximumbandwidth iomaximumiops ipcmode isolation kernelmemory kernelmemorytcp links logconfig maskedpaths memory',
  'memoryreservation memoryswap memoryswappiness mounts nanocpus networkmode oomkilldisable oomscoreadj pidmode',
  'pidslimit portbindings privileged publishallports readonlypaths readonlyrootfs restartpolicy runtime securityopt',
  'shmsize storageopt sysctls tmpfs ulimits usernsmode utsmode volumedriver volumesfrom',
);

function words(...some: readonly string[]): ReadonlySet<string> {
  return new Set(some.flatMap((one) => one.split(' ')));
}
