using System.Runtime.InteropServices;

namespace Jarvis.Resources;

/// <summary>
/// Writes the entries of a folder to the disk. Flushing a file keeps its bytes, but only flushing its folder keeps its name (fsync(2)), and
/// .NET opens no folders.
/// </summary>
internal static class DirectoryFlush
{
    private const int ReadOnly = 0;

    /// <summary>Flushes; does nothing on Windows, which keeps names by itself.</summary>
    /// <exception cref="IOException">The disk refused.</exception>
    internal static void Flush(string path)
    {
        if (OperatingSystem.IsWindows())
            return;

        var descriptor = Open(path, ReadOnly, 0);
        if (descriptor < 0)
            throw Failed();

        try
        {
            if (Sync(descriptor) != 0)
                throw Failed();
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failed()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Sync(int descriptor);

    [DllImport("libc", EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Close(int descriptor);
}
