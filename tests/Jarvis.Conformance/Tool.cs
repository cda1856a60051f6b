using System.ComponentModel;
using System.Diagnostics;

namespace Jarvis.Conformance;

/// <summary>Runs the programs that tests make their real files and disks with.</summary>
public static class Tool
{
    public static void Run(string program, string arguments)
    {
        var (code, error) = Start(program, arguments);
        Assert.True(code == 0, $"{program} {arguments}: {error}");
    }

    public static bool Works(string program, string arguments)
    {
        try
        {
            return Start(program, arguments).Code == 0;
        }
        catch (Win32Exception)
        {
            return false;
        }
    }

    private static (int Code, string Error) Start(string program, string arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardError = true, RedirectStandardOutput = true })!;
        process.OutputDataReceived += (_, _) => { };
        process.BeginOutputReadLine();
        var error = process.StandardError.ReadToEnd();
        process.WaitForExit();
        return (process.ExitCode, error);
    }
}
