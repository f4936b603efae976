// A worker made from text, whose jobs are called by name. `answer` stands in the worker, `startWorker` in the page.

/** @param {Record<string, (input: any) => unknown>} jobs */
export function answer(jobs) {
  self.onmessage = async ({ data: { id, job, input } }) => {
    try {
      self.postMessage({ id, value: await jobs[job](input) });
    } catch (error) {
      self.postMessage({ id, error: error instanceof Error ? error.message : JSON.stringify(error) });
    }
  };
}

/** @param {string} text @returns {{ call: (job: string, input?: unknown) => Promise<any>, end: () => void }} */
export function startWorker(text) {
  const worker = new Worker(URL.createObjectURL(new Blob([text], { type: "text/javascript" })));
  const waiting = new Map();
  let last = 0;
  worker.onmessage = ({ data: { id, value, error } }) => {
    const { resolve, reject } = waiting.get(id);
    waiting.delete(id);
    if (error === undefined) resolve(value);
    else reject(new Error(error));
  };
  worker.onerror = (event) => {
    for (const { reject } of waiting.values()) reject(new Error(event.message));
  };
  return {
    call: (job, input) =>
      new Promise((resolve, reject) => {
        waiting.set(++last, { resolve, reject });
        worker.postMessage({ id: last, job, input });
      }),
    end: () => worker.terminate(),
  };
}
