// Required before a program: writes its wall time, CPU time and peak memory to the file $BENCH_METER when it ends.
const { writeFileSync } = require('node:fs');

process.on('exit', () => {
  const { user, system } = process.cpuUsage();
  writeFileSync(
    process.env.BENCH_METER,
    JSON.stringify({
      wallMs: Math.round(process.uptime() * 1000),
      cpuMs: Math.round((user + system) / 1000),
      peakMb: Math.round(process.resourceUsage().maxRSS / 1024),
    }),
  );
});
