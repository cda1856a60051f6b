using Jarvis.Errors;

namespace Jarvis.Storage.Sqlite;

/// <summary>
/// A file beside the state file that is locked by who works on it. SQLite alone would let two hosts write in turns, and each would undo what
/// the other decided. The system lets go of it when its process ends, however it ends.
/// </summary>
internal static class SqliteFileLock
{
    /// <summary>Takes the lock.</summary>
    /// <returns>Disposed, it is free; null for no lock.</returns>
    /// <exception cref="JarvisException">Another process has it, or the folder refuses (<see cref="ErrorCode.StorageFailed"/>).</exception>
    internal static FileStream? Take(string path, SqliteLock mode)
    {
        var name = Path.GetFileName(path);
        try
        {
            return mode switch
            {
                SqliteLock.Exclusive => new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 1),
                SqliteLock.Shared => new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.Read, FileShare.Read, bufferSize: 1),
                _ => null,
            };
        }
        catch (Exception e) when (e is UnauthorizedAccessException or DirectoryNotFoundException || (e is IOException && IsFull(e)))
        {
            throw Error.StorageFailed($"The state file '{name}' cannot be locked: {e.Message} Free some space, and give this user the right to write its folder.", e);
        }
        catch (IOException e)
        {
            throw Error.StorageFailed($"Another process works on the state file '{name}'; end it, or name another folder.", e);
        }
    }

    private static bool IsFull(Exception refused)
    {
        const int NoSpaceOnUnix = 28;
        const int DiskFullOnWindows = unchecked((int)0x80070070);
        return refused.HResult is NoSpaceOnUnix or DiskFullOnWindows;
    }
}
