using Jarvis.Errors;
using Jarvis.Silo;

try
{
    if (args is ["ask", var text, .. var files])
    {
        return await ClusterAsk.RunAsync(text, files, Console.Out, CancellationToken.None);
    }

    await using var silo = SiloHost.Build(args);
    await silo.RunAsync();
    return 0;
}
catch (JarvisException refused)
{
    Console.Error.WriteLine(refused.Message);
    return 2;
}
