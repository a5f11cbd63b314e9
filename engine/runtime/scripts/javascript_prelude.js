// What a script finds: its inputs as variables, a clock that stands, random numbers from a seed, and `execution`.
(function (inputs, now, seed, mostPrinted) {
  'use strict';
  const stringify = JSON.stringify, parse = JSON.parse, NativeDate = Date;
  const copy = (value) => { const text = stringify(value); return text === undefined ? null : parse(text); };
  const outcome = { value: null, found: {}, written: {}, printed: '' };
  let failure = null, settled = false, number = 0;

  const VirtualDate = new Proxy(NativeDate, {
    construct: (target, given) => (given.length ? new target(...given) : new target(now)),
    apply: () => new NativeDate(now).toString(),
  });
  NativeDate.now = () => now;
  NativeDate.prototype.constructor = VirtualDate;
  globalThis.Date = VirtualDate;
  Math.random = () => {
    seed = (seed + 0x6D2B79F5) | 0;
    let mixed = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
  for (const name of ['performance', 'SharedArrayBuffer', 'Atomics']) delete globalThis[name];

  const print = (...given) => {
    const line = given.map((each) => (typeof each === 'string' ? each : stringify(each))).join(' ') + '\n';
    outcome.printed = (outcome.printed + line).slice(0, mostPrinted);
  };
  globalThis.console = { log: print, info: print, warn: print, error: print, debug: print };
  if (!('execution' in inputs)) {
    const variables = copy(inputs);
    globalThis.execution = {
      getVariable: (name) => variables[name],
      hasVariable: (name) => name in variables,
      getVariables: () => copy(variables),
      setVariable: (name, value) => { variables[name] = value; outcome.written[name] = copy(value); },
      removeVariable: (name) => { variables[name] = outcome.written[name] = null; },
    };
  }
  const fixed = ['undefined', 'NaN', 'Infinity', 'globalThis'];
  for (const name of Object.keys(inputs)) {
    if (!fixed.includes(name)) Object.defineProperty(globalThis, name, { value: inputs[name], writable: true, enumerable: true, configurable: true });
  }

  const keep = (value) => { settled = true; outcome.value = typeof value === 'function' ? null : copy(value); };
  const fail = (error) => { settled = true; failure = String(error); };
  return (what, value) => {
    if (what === 'printed!') return outcome.printed;
    number += 1;
    if (number === 1) {
      if (value instanceof Promise) value.then(keep, fail).catch(fail); else keep(value);
    } else if (what === 'end') {
      if (!settled) failure = 'the script waits for something that never comes';
      return stringify(failure === null ? outcome : { error: failure, printed: outcome.printed });
    } else if (number > 2) {
      outcome.found[what] = copy(value);
    }
    return null;
  };
})
