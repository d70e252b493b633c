/** Milliseconds of processor time that this process has taken: a busy machine does not make it more. */
export const processorMs = (): number => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
