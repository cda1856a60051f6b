namespace Jarvis.Gateway.Console.Hosting;

/// <summary>Marks the endpoints of the console.</summary>
internal sealed class ConsoleEndpoint;
