using System.Runtime.InteropServices;

namespace Jarvis.Models.Onnx.Sessions;

/// <summary>
/// Keeps ONNX Runtime from watching its user. From 1.29 on its builds keep a device id and a record of what they run in the user's cache
/// folder, and send it to Microsoft, unless told not to before the runtime is first used.
/// </summary>
internal static class RuntimeTelemetry
{
    internal const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Tells it not to. An environment that says something itself is left to it.</summary>
    internal static void TurnOff()
    {
        if (!OperatingSystem.IsWindows())
        {
            // .NET keeps an environment of its own here, which native code does not see.
            _ = SetVariable(Variable, "1", overwrite: 0);
        }
        else if (Environment.GetEnvironmentVariable(Variable) is null)
        {
            Environment.SetEnvironmentVariable(Variable, "1");
        }
    }

    [DllImport("libc", EntryPoint = "setenv", ExactSpelling = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int SetVariable(
        [MarshalAs(UnmanagedType.LPUTF8Str)] string name,
        [MarshalAs(UnmanagedType.LPUTF8Str)] string value,
        int overwrite);
}
