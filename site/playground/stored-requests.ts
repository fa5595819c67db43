/** The requests that the package stores on this device for a company, as they are in IndexedDB. */
export async function storedRequests(companyId: string): Promise<unknown[]> {
  const database = await open(`back-in-stock:${companyId}`);
  if (!database) return [];
  try {
    const entries = database.transaction("entries").objectStore("entries").getAll();
    return (await resultOf(entries)) ?? [];
  } catch {
    return [];
  } finally {
    // The package deletes the database to forget it, which waits for open connections.
    database.close();
  }
}

/** Opens a database, unless it does not exist or has no entries yet. */
function open(name: string): Promise<IDBDatabase | undefined> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction?.abort();
  return resultOf(request);
}

function resultOf<T>(request: IDBRequest<T>): Promise<T | undefined> {
  return new Promise((resolve) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => resolve(undefined);
  });
}
