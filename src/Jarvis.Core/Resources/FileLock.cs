using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Jarvis.Resources;

/// <summary>
/// A lock that processes share, held through a file (flock(2)). The system lets go of it when its process ends, however it ends. Held for
/// microseconds: who waits blocks its thread. On Windows who opened the file holds it, and others try again.
/// </summary>
internal sealed class FileLock : IDisposable
{
    private const int Shared = 1;
    private const int Exclusive = 2;
    private const int NotWaiting = 4;
    private const int Interrupted = 4;
    private const int ReadWrite = 2;
    private const int OwnerReadWrite = 0x180;

    private readonly SafeFileHandle _file;

    private FileLock(SafeFileHandle file) => _file = file;

    private static int Create => OperatingSystem.IsMacOS() ? 0x200 : 0x40;

    /// <summary>A program that is started meanwhile must not hold the lock too.</summary>
    private static int CloseOnExec => OperatingSystem.IsMacOS() ? 0x1000000 : 0x80000;

    /// <summary>Closing the file is letting go.</summary>
    public void Dispose() => _file.Dispose();

    /// <summary>Waits for the lock.</summary>
    /// <exception cref="IOException">The disk refuses.</exception>
    internal static FileLock Take(string path)
    {
        if (OperatingSystem.IsWindows())
            return TakeOnWindows(path);

        var file = Open(path, ReadWrite | Create | CloseOnExec) ?? throw Failed();
        while (Lock(file, Exclusive) != 0)
        {
            if (Marshal.GetLastPInvokeError() != Interrupted)
            {
                var failed = Failed();
                file.Dispose();
                throw failed;
            }
        }

        return new(file);
    }

    /// <summary>Whether nobody has a file open that exists; who asks takes it for that moment.</summary>
    internal static bool IsFree(string path)
    {
        using var file = OperatingSystem.IsWindows() ? null : Open(path, CloseOnExec);
        return file is not null && Lock(file, Exclusive | NotWaiting) == 0;
    }

    /// <summary>Holds a file as long as it is open: others may read it, but it is not free.</summary>
    internal static void Hold(SafeFileHandle file)
    {
        if (!OperatingSystem.IsWindows())
            _ = Lock(file, Shared | NotWaiting);
    }

    /// <summary>Not .NET's own way: that takes a lock itself, and fails where it cannot.</summary>
    private static SafeFileHandle? Open(string path, int flags)
    {
        var file = new SafeFileHandle(Open(path, flags, OwnerReadWrite), ownsHandle: true);
        return file.IsInvalid ? null : file;
    }

    private static IOException Failed()
    {
        var error = Marshal.GetLastPInvokeError();
        return new IOException(Marshal.GetPInvokeErrorMessage(error), error);
    }

    private static FileLock TakeOnWindows(string path)
    {
        var wait = default(SpinWait);
        while (true)
        {
            try
            {
                return new(File.OpenHandle(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None));
            }
            catch (IOException e) when ((e.HResult & 0xFFFF) == 0x20)
            {
                wait.SpinOnce();
            }
        }
    }

    [DllImport("libc", EntryPoint = "flock", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Lock(SafeFileHandle file, int operation);

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, int mode);
}
