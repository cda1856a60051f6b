using Jarvis.Errors;

namespace Jarvis.Resources;

/// <summary>Says in words what a file system refused. Paths stay out of the words: they are not for whoever sent the file.</summary>
internal static class DiskErrors
{
    internal static bool IsDiskError(Exception exception) => exception is IOException or UnauthorizedAccessException;

    internal static JarvisException Explain(Exception exception) => exception switch
    {
        UnauthorizedAccessException => Error.StorageFailed(
            "The folder for resources may not be used; give this user the right to read and write it.", exception),
        _ when IsFull(exception.HResult) => Error.StorageFailed(
            "The disk is full; free some space on the disk that holds the folder for resources and try again.", exception),
        _ => Error.StorageFailed(
            $"The folder for resources cannot be used (error {exception.HResult & 0xFFFF}); check its disk.", exception),
    };

    /// <summary>ENOSPC; EDQUOT of Linux and of macOS; ERROR_HANDLE_DISK_FULL and ERROR_DISK_FULL of Windows.</summary>
    private static bool IsFull(int code) => OperatingSystem.IsWindows()
        ? (code & 0xFFFF) is 0x27 or 0x70
        : code is 28 || code == (OperatingSystem.IsMacOS() ? 69 : 122);
}
