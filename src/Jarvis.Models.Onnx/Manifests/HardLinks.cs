using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Jarvis.Models.Onnx.Manifests;

/// <summary>
/// How many names a file has. .NET does not tell, and a hard link, unlike a symbolic one, does not show where else its file is: unpacking a
/// hostile archive may give a file of this machine a second name in a model's folder (CVE-2026-34446).
/// </summary>
internal static class HardLinks
{
    private const int CurrentFolder = -100;
    private const uint LinkCount = 0x4;
    private const int BufferBytes = 256;
    private const int LinkCountAt = 16;

    /// <summary>The number of names; 1 where the system does not tell.</summary>
    /// <param name="path">The file; a symbolic link is followed.</param>
    public static uint Count(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 1;
        }

        try
        {
            var status = new byte[BufferBytes];
            return Status(CurrentFolder, path, 0, LinkCount, status) == 0 ? BinaryPrimitives.ReadUInt32LittleEndian(status.AsSpan(LinkCountAt)) : 1;
        }
        catch (EntryPointNotFoundException)
        {
            return 1;
        }
    }

    /// <summary>statx(2), whose structure is the same on every processor.</summary>
    [DllImport("libc", EntryPoint = "statx", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Status(int folder, [MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags, uint mask, [Out] byte[] status);
}
